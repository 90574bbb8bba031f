import { setImmediate as nextTurn } from 'node:timers/promises';
import type { MemberId } from '@quorate/network';
import type { Keys, KnownKey, Nodes } from '../interfaces.ts';
import type { Logger } from '../telemetry/log.ts';

export interface ReconcilerModules {
  readonly nodes: Nodes;
  readonly keys: Keys;
  /** Only nodes hold keys. */
  readonly isNode: (member: MemberId) => boolean;
  readonly log: Logger;
}

/**
 * Keeps the list of keys the union of what the nodes hold, and brings certificates to nodes that wait for theirs:
 * whenever a node links up. A coordinator that lost everything has it again after that.
 */
export class Reconciler {
  readonly #modules: ReconcilerModules;
  readonly #running = new Set<Promise<void>>();
  #unsubscribe: () => void = () => undefined;

  constructor(modules: ReconcilerModules) {
    this.#modules = modules;
  }

  start(): void {
    this.#unsubscribe = this.#modules.nodes.onLink((member, state) => {
      if (state === 'up' && this.#modules.isNode(member)) this.#begin(member);
    });
  }

  async stop(): Promise<void> {
    this.#unsubscribe();
    await this.settled();
  }

  /** Resolves when no node is being listened to. */
  async settled(): Promise<void> {
    await Promise.all(this.#running);
  }

  #begin(node: MemberId): void {
    const work = this.#reconcile(node).finally(() => this.#running.delete(work));
    this.#running.add(work);
  }

  async #reconcile(node: MemberId): Promise<void> {
    const { nodes, keys, log } = this.#modules;
    try {
      const { active } = await nodes.call(node, 'listKeys', {});
      for (const entry of active) {
        // A node may list thousands that take a millisecond or two each and are none: everybody else is served meanwhile.
        await nextTurn();
        this.#learn(node, entry);
      }
      await Promise.all(keys.all().map((key) => deliverMissing(key, this.#modules)));
    } catch (problem) {
      log.warn({ node, err: problem }, 'a node could not be asked for its keys');
    }
  }

  #learn(node: MemberId, entry: { order: Uint8Array; certificate: Uint8Array; acknowledgement: Uint8Array }): void {
    const { keys, log } = this.#modules;
    try {
      const key = keys.learn(entry.order, entry.certificate);
      keys.acknowledge(key.id, entry.acknowledgement);
    } catch (problem) {
      log.warn({ node, err: problem }, 'a node listed a key that does not verify');
    }
  }
}

/** Parties that have not proven yet that they store their share. */
export function unacknowledged({ structure, acknowledgements }: KnownKey): string[] {
  return structure.parties.filter(({ index }) => !acknowledgements.has(index)).map(({ node }) => node);
}

/** Brings the certificate to every linked party whose acknowledgement is missing; a node activates its pending share. */
export async function deliverMissing(
  key: KnownKey,
  { nodes, keys, log }: Pick<ReconcilerModules, 'nodes' | 'keys' | 'log'>,
): Promise<void> {
  const waiting = unacknowledged(key).filter((node) => nodes.isLinked(node));
  await Promise.all(
    waiting.map(async (node) => {
      try {
        const { acknowledgement } = await nodes.call(node, 'deliverCertificate', key.encoded);
        keys.acknowledge(key.id, acknowledgement);
      } catch (problem) {
        log.warn({ node, key: key.name, err: problem }, 'a certificate could not be delivered');
      }
    }),
  );
}
