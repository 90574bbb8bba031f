import { RequestRejected } from '@quorate/tss-core';

const MAX_WAITING = 256;

/** Lets so many through at a time, in the order in which they came. */
export class Turnstile {
  readonly #places: number;
  readonly #waiting: (() => void)[] = [];
  #inside = 0;

  constructor(places: number) {
    this.#places = places;
  }

  /** @returns leaves when it is disposed of. RequestRejected `module-busy` when too many wait already. */
  async enter(): Promise<Disposable> {
    if (this.#inside < this.#places) this.#inside++;
    else await this.#wait();
    return { [Symbol.dispose]: () => this.#leave() };
  }

  async #wait(): Promise<void> {
    if (this.#waiting.length >= MAX_WAITING) {
      throw new RequestRejected('module-busy', 'too many operations wait for the module already', 'try again later');
    }
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#waiting.push(resolve);
    await promise;
  }

  /** The place goes to whoever waits longest. */
  #leave(): void {
    const next = this.#waiting.shift();
    if (next) next();
    else this.#inside--;
  }
}
