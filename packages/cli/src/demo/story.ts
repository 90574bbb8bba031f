import type { Output } from '../output/output.ts';
import { duration } from '../render/duration.ts';

/** One thing that had to be true, and whether it was. */
export interface Check {
  readonly claim: string;
  readonly holds: boolean;
}

/** Tells what happens in short chapters, and keeps account of every claim. */
export class Story {
  readonly checks: Check[] = [];
  readonly #output: Output;
  readonly #startedAt: number;
  readonly #now: () => number;
  #chapters = 0;

  constructor(output: Output, now: () => number) {
    this.#output = output;
    this.#now = now;
    this.#startedAt = now();
  }

  get elapsedMs(): number {
    return this.#now() - this.#startedAt;
  }

  /** Every claim of the story held. */
  get isTrue(): boolean {
    return this.checks.every(({ holds }) => holds);
  }

  chapter(title: string): void {
    const { style } = this.#output;
    this.#chapters++;
    this.#output.say(`\n${style.bold(`${this.#chapters}. ${title}`)}  ${style.dim(`(${duration(this.elapsedMs)})`)}`);
  }

  tell(text: string): void {
    this.#output.say(text.replace(/^/gm, '   '));
  }

  check(claim: string, holds: boolean): void {
    const { style } = this.#output;
    this.checks.push({ claim, holds });
    this.tell(`${holds ? style.good('✓') : style.bad('✗ NOT TRUE:')} ${claim}`);
  }
}
