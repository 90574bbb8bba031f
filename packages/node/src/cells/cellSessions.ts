import { RequestRejected } from '@quorate/tss-core';
import type { KeyVault, Step, VaultContract } from '../vault/vault.ts';
import type { CellContract } from './cellContract.ts';
import type { Cells } from './cells.ts';
import type { OwnSession } from './ownSessions.ts';
import type { Cell } from './startCell.ts';

export interface CellSessionsParts {
  /** Holds the readies; opens no share. */
  readonly vault: Pick<KeyVault, 'consumeReady'>;
  readonly cells: Cells;
  /** What every cell is told when it is taken. */
  readonly identity: CellContract['begin']['params'];
}

type SessionCalls = Pick<KeyVault, 'receive' | 'checkpointed' | 'giveUp' | 'abort'>;

/** Sessions that have a process each, by their ids (hex). */
export class CellSessions {
  readonly #parts: CellSessionsParts;
  readonly #live = new Map<string, Cell>();

  /** What is asked about sessions, as the contracts of the vaults have it. */
  readonly calls: SessionCalls = {
    receive: (params) => this.#advance(params.session, (cell) => cell.call('receive', params)),
    checkpointed: (params) => this.#advance(params.session, (cell) => cell.call('checkpointed', params)),
    giveUp: (params) => this.#advance(params.session, (cell) => cell.call('giveUp', params)),
    abort: async ({ session }: VaultContract['abort']['params']) => {
      this.#end(session);
      return {};
    },
  };

  constructor(parts: CellSessionsParts) {
    this.#parts = parts;
  }

  /** Uses up the node's own ready, then lets a cell open the session. */
  async open({ id, own }: OwnSession, now: number, run: (cell: Cell) => Promise<Step>): Promise<Step> {
    if (this.#live.has(id)) throw new RequestRejected('session-refused', 'the session is open already');
    const { vault, cells, identity } = this.#parts;
    // Before anything is waited for, so that an abort meanwhile finds it.
    const cell = cells.take();
    this.#live.set(id, cell);
    return this.#advance(id, async () => {
      await vault.consumeReady({ ...own, now });
      await cell.call('begin', identity);
      return run(cell);
    });
  }

  /** Something that is not a session, in a cell of its own. */
  async once<T>(run: (cell: Cell) => Promise<T>): Promise<T> {
    const { cells, identity } = this.#parts;
    const cell = cells.take();
    try {
      await cell.call('begin', identity);
      return await run(cell);
    } finally {
      cell.end();
    }
  }

  async #advance(id: string, run: (cell: Cell) => Promise<Step>): Promise<Step> {
    const cell = this.#live.get(id);
    if (!cell) throw new RequestRejected('session-over', 'the session has ended');
    try {
      const step = await run(cell);
      if (step.outcome) this.#end(id);
      return step;
    } catch (problem) {
      this.#end(id);
      throw problem;
    }
  }

  #end(id: string): void {
    this.#live.get(id)?.end();
    this.#live.delete(id);
  }
}
