import type { MemberId } from '@quorate/network';
import type { Nodes } from '../interfaces.ts';
import type { CancelTable, UndeliveredCancel } from '../store/cancelTable.ts';
import type { Logger } from '../telemetry/log.ts';

/** A node that does not answer in this time is told again when it links up: until then it is not asked to sign either. */
const TELL_MS = 2_000;

export interface CancelCourierModules {
  readonly nodes: Nodes;
  readonly table: CancelTable;
  readonly now: () => number;
  readonly log: Logger;
}

/**
 * Brings cancel orders to nodes. What a node could not be told is kept, over restarts too, and delivered when it links
 * up, until the request has expired: another coordinator might still ask that node to sign.
 */
export class CancelCourier {
  readonly #modules: CancelCourierModules;
  readonly #running = new Set<Promise<void>>();
  #unsubscribe: () => void = () => undefined;

  constructor(modules: CancelCourierModules) {
    this.#modules = modules;
  }

  start(): void {
    this.#unsubscribe = this.#modules.nodes.onLink((node, state) => {
      if (state === 'up') this.#begin(node);
    });
  }

  async stop(): Promise<void> {
    this.#unsubscribe();
    await this.settled();
  }

  /** Resolves when nothing is being delivered to nodes that linked up. */
  async settled(): Promise<void> {
    await Promise.all(this.#running);
  }

  /** Keeps the order before anybody is told, and resolves when every node that can be reached has answered. */
  async send(cancel: UndeliveredCancel, nodes: readonly MemberId[]): Promise<void> {
    this.#keep(cancel, nodes);
    await Promise.all(nodes.map((node) => this.#tell(node, cancel)));
  }

  /** A ledger that cannot be written is no reason not to tell those who can be told. */
  #keep(cancel: UndeliveredCancel, nodes: readonly MemberId[]): void {
    const { table, log } = this.#modules;
    try {
      table.keep(cancel, nodes);
    } catch (problem) {
      log.error({ request: cancel.id, err: problem }, 'a cancel order could not be kept in the ledger');
    }
  }

  #begin(node: MemberId): void {
    const work = this.#tellKept(node).finally(() => this.#running.delete(work));
    this.#running.add(work);
  }

  /** One after the other: a node that is back has better things to do. */
  async #tellKept(node: MemberId): Promise<void> {
    const { nodes, table, now, log } = this.#modules;
    for (const cancel of table.undelivered(node, now())) {
      if (!nodes.isLinked(node)) return;
      const { id: request, desk } = cancel;
      const isTold = await this.#tell(node, cancel);
      if (isTold) log.info({ node, request, desk }, 'a node that was away was told of a cancelled request');
    }
  }

  /** Whether the node has it now. */
  async #tell(node: MemberId, cancel: UndeliveredCancel): Promise<boolean> {
    const { nodes, table, log } = this.#modules;
    try {
      await nodes.call(node, 'cancel', { cancel: cancel.cancel }, { timeoutMs: TELL_MS });
      table.delivered(node, cancel);
      return true;
    } catch (problem) {
      const reason = problem instanceof Error ? problem.message : 'unknown';
      log.warn({ node, request: cancel.id, reason }, 'a node could not be told of a cancelled request');
      return false;
    }
  }
}
