import type { MemberId } from '@quorate/network';
import { Bug, type Conviction } from '@quorate/tss-core';
import type { AttemptEnd, Proven, SignerAnswer, Stall } from './attemptEnd.ts';

/** Who answered what; nobody, where the coordinator found it out by itself. */
export interface Said {
  readonly node: MemberId | undefined;
  readonly answer: SignerAnswer;
}

/** Judges evidence: undefined when it proves nothing about the session. */
export type Judge = (evidence: Uint8Array) => Promise<Conviction | undefined>;

type Accusation = Extract<SignerAnswer, { kind: 'accusation' }>;
type Plain = Exclude<SignerAnswer, Accusation>;
type Word = { readonly node: MemberId | undefined; readonly answer: Plain };

/**
 * What is said of one session that failed, and what it failed of: of what evidence proves, whoever was first; else, where
 * the first one only saw others leave, of what these say, who know why; else of what the first one said.
 */
export class Hearing {
  readonly #judge: Judge;
  readonly #stalls: Stall[] = [];
  readonly #plain: Word[] = [];
  /** Who accused others, and proved nothing. */
  readonly #accusers: MemberId[] = [];
  #accusation = '';

  constructor(judge: Judge) {
    this.#judge = judge;
  }

  /** @returns how the session ended, where this leaves no doubt of it */
  async take({ node, answer }: Said): Promise<AttemptEnd | undefined> {
    if (answer.kind === 'signed' || answer.kind === 'interrupted') return answer;
    if (answer.kind === 'accusation') return this.#prove(answer);
    if (answer.kind === 'stalled') this.#stalls.push(answer);
    this.#plain.push({ node, answer });
    return undefined;
  }

  /**
   * Whether it matters what this node is going to say. Who left by its own word has an answer on its way, unlike the
   * silent; and while somebody accuses falsely, everybody else is heard before that is all there is.
   */
  awaits(node: MemberId): boolean {
    return this.#accusers.length > 0 || this.#stalls.some(({ left }) => left.includes(node));
  }

  /** What the session failed of, by what was said until now, which is something. */
  conclude(): AttemptEnd {
    if (this.#accusers.length === 0) return this.#cause();
    return { kind: 'unproven', reporters: this.#accusers, code: this.#accusation, beside: this.#beside() };
  }

  async #prove({ reporter, code, evidence }: Accusation): Promise<Proven | undefined> {
    const conviction = await this.#judge(evidence);
    if (conviction) return { kind: 'fault', reporter, conviction, evidence };
    this.#accusers.push(reporter);
    this.#accusation ||= code;
    return undefined;
  }

  #cause(): Plain {
    const [first, ...others] = this.#plain;
    if (!first) throw new Bug('a session failed, and nobody has said anything');
    return explained(first.answer, others);
  }

  /** A false accusation must not hide that somebody else was waited for in vain. */
  #beside(): Stall | undefined {
    for (const stall of this.#stalls) {
      const missing = stall.missing.filter((node) => !this.#accusers.includes(node) && !stall.left.includes(node));
      if (missing.length > 0) return { ...stall, missing };
    }
    return undefined;
  }
}

/** Of a stall that says no more than that others left: what these say themselves, if they say why. */
function explained(answer: Plain, others: readonly Word[]): Plain {
  if (answer.kind !== 'stalled' || !answer.missing.every((node) => answer.left.includes(node))) return answer;
  const { left } = answer;
  const word = others.find(({ node, answer: own }) => node !== undefined && left.includes(node) && tellsWhy(own));
  return word
    ? explained(
        word.answer,
        others.filter((other) => other !== word),
      )
    : answer;
}

/** Who was merely told to end it knows nothing. */
function tellsWhy(answer: Plain): boolean {
  return answer.kind !== 'stalled' || answer.missing.length > 0;
}
