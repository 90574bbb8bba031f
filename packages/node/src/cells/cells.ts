import { RequestRejected } from '@quorate/tss-core';
import type { Cell } from './startCell.ts';

/** Cells at once: each is a process of about 80 MB. */
export const MAX_CELLS = 16;

/** Starts cells. One is always started in advance, which knows nothing until it is taken. */
export class Cells {
  readonly #start: () => Cell;
  readonly #taken = new Set<Cell>();
  #spare: Cell | undefined;
  #closed = false;

  constructor(start: () => Cell) {
    this.#start = start;
    this.#prepare();
  }

  /** A cell for one use, which the caller ends. RequestRejected `too-many-sessions`. */
  take(): Cell {
    if (this.#closed || this.#taken.size >= MAX_CELLS) {
      throw new RequestRejected(
        'too-many-sessions',
        `this node has ${this.#taken.size} shares open already`,
        'try again',
      );
    }
    const cell = this.#spare ?? this.#start();
    this.#spare = undefined;
    this.#taken.add(cell);
    void cell.ended.then(() => {
      this.#taken.delete(cell);
      this.#prepare();
    });
    return cell;
  }

  close(): void {
    this.#closed = true;
    for (const cell of this.#taken) cell.end();
    this.#spare?.end();
  }

  /** Not while a session needs the processor for itself: when one has ended. */
  #prepare(): void {
    if (this.#closed || this.#spare) return;
    const cell = this.#start();
    this.#spare = cell;
    void cell.ended.then(() => {
      if (this.#spare === cell) this.#spare = undefined;
    });
  }
}
