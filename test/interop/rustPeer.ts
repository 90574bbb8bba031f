import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';

interface Running {
  readonly process: ChildProcessByStdio<Writable, Readable, null>;
  readonly lines: AsyncIterator<string>;
}

/** A program in Rust with others' crates, asked one question at a time, as lines of JSON; started with the first. */
export class RustPeer {
  readonly #binary: string;
  readonly #args: readonly string[];
  #running: Running | undefined;

  constructor(binary: string, ...args: readonly string[]) {
    this.#binary = binary;
    this.#args = args;
  }

  async ask<T>(ask: string, what: object = {}): Promise<T> {
    const { process, lines } = this.#start();
    process.stdin.write(`${JSON.stringify({ ask, ...what })}\n`);
    const { value, done } = await lines.next();
    if (done) throw new Error('the peer has ended');
    const answer: T & { error?: string } = JSON.parse(value);
    if (answer.error !== undefined) throw new Error(`the peer says: ${answer.error}`);
    return answer;
  }

  end(): void {
    this.#running?.process.stdin.end();
  }

  #start(): Running {
    if (!this.#running) {
      const process = spawn(this.#binary, [...this.#args], { stdio: ['pipe', 'pipe', 'inherit'] });
      this.#running = { process, lines: createInterface({ input: process.stdout })[Symbol.asyncIterator]() };
    }
    return this.#running;
  }
}
