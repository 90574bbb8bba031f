import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js';
import type { ClusterFile } from '@quorate/requests';
import type { PartyIndex, SchemeId } from '@quorate/tss-core';
import { decodeStoredCertificate } from '../authorization/storedCertificate.ts';
import type { KeyRecord } from '../store/index.ts';
import type { Result } from '../vault/vault.ts';

/** Another party of a key. */
export interface Peer {
  readonly party: PartyIndex;
  /** 33 bytes. */
  readonly identity: Uint8Array;
}

/** A peer that asks again sooner gets no second answer. */
const ANSWER_INTERVAL_MS = 1_000;

/** A key that has nonces in the vault, as the network thread knows it: nothing here is secret. */
export class StockedKey {
  readonly id: Uint8Array;
  readonly name: string;
  readonly epoch: number;
  readonly scheme: SchemeId;
  /** The other parties, by node. */
  readonly peers: ReadonlyMap<string, Peer>;
  /** Unused nonces in the vault. */
  size = 0;
  /** How many the next batch adds; 0 while there are enough. */
  due = 0;
  isFilling = false;
  /** When each peer was last given everything, by node. Unix milliseconds. */
  readonly #answered = new Map<string, number>();
  /** Encoded SignedBatches that sessions may name, oldest first, by batch id (hex). */
  readonly #batches = new Map<string, Uint8Array>();

  constructor({ key, name, epoch, party, certificate }: KeyRecord, cluster: ClusterFile) {
    const { structure } = decodeStoredCertificate(certificate).statement;
    const others = structure.parties.flatMap(({ index, node }): [string, Peer][] => {
      const member = cluster.nodes.find(({ id }) => id === node);
      // A party that has left the cluster gives nothing; whether the key still signs is judged when it is asked to.
      return index === party || !member ? [] : [[node, { party: index, identity: hexToBytes(member.identity) }]];
    });
    this.id = key;
    this.name = name;
    this.epoch = epoch;
    this.scheme = structure.scheme;
    this.peers = new Map(others);
  }

  /** Parties of the key: what a stock of it costs. */
  get seats(): number {
    return this.peers.size + 1;
  }

  /** Takes up a new batch, and lets go of those that are no longer live. */
  filled({ batch, live, size }: Result<'fillStock'>): void {
    const ids = live.map((id) => bytesToHex(id));
    const newest = ids.at(-1);
    if (newest !== undefined) this.#batches.set(newest, batch);
    for (const id of [...this.#batches.keys()]) if (!ids.includes(id)) this.#batches.delete(id);
    this.size = size;
  }

  /** Whether the peer may be given everything once more; counts as done if so. */
  mayAnswer(node: string, now: number): boolean {
    if (Math.abs(now - (this.#answered.get(node) ?? Number.NEGATIVE_INFINITY)) < ANSWER_INTERVAL_MS) return false;
    this.#answered.set(node, now);
    return true;
  }

  get live(): readonly Uint8Array[] {
    return [...this.#batches.keys()].map((id) => hexToBytes(id));
  }

  get batches(): readonly Uint8Array[] {
    return [...this.#batches.values()];
  }
}
