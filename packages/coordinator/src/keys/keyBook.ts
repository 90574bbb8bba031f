import { bytesToHex } from '@noble/hashes/utils.js';
import {
  type CertifiedKey,
  type ClusterFile,
  decodeSignedOrder,
  type KeyView,
  keyIdOf,
  toBase64,
  toHex,
  verifyCertifiedKey,
  verifyStored,
} from '@quorate/requests';
import { equalBytes, type PartyIndex, RequestRejected } from '@quorate/tss-core';
import type { Keys, KnownKey } from '../interfaces.ts';
import type { KeyTable } from '../store/keyTable.ts';
import type { Logger } from '../telemetry/log.ts';

/** Keeps every verified key in memory and in the ledger. */
export class KeyBook implements Keys {
  readonly #cluster: ClusterFile;
  readonly #table: KeyTable;
  readonly #keys = new Map<string, KnownKey>();
  readonly #listeners = new Set<(key: KnownKey) => void>();

  /** Keys of the ledger that no longer verify, say since a node left the cluster, are not listed. */
  constructor(cluster: ClusterFile, table: KeyTable, log: Logger) {
    this.#cluster = cluster;
    this.#table = table;
    for (const record of table.all()) {
      const { order, certificate, acknowledgements } = record;
      try {
        const key = verifyCertifiedKey({ order, certificate }, cluster);
        const attested = [...acknowledgements].filter(([party, encoded]) => isAttested(key, party, encoded));
        this.#keys.set(key.id, { ...key, encoded: { order, certificate }, acknowledgements: new Map(attested) });
      } catch (problem) {
        log.warn({ key: bytesToHex(record.key), err: problem }, 'a stored key does not verify and is not listed');
      }
    }
  }

  get(id: string): KnownKey | undefined {
    return this.#keys.get(id);
  }

  byName(name: string): KnownKey | undefined {
    return this.all().find((key) => key.name === name);
  }

  all(): readonly KnownKey[] {
    return [...this.#keys.values()];
  }

  learn(order: Uint8Array, certificate: Uint8Array): KnownKey {
    // Every node lists every key whenever it links up.
    const listed = this.#keys.get(toHex(keyIdOf(decodeSignedOrder(order).order)));
    if (listed && isSame(listed.encoded, { order, certificate })) return listed;
    const fresh = verifyCertifiedKey({ order, certificate }, this.#cluster);
    const known = this.#keys.get(fresh.id);
    if (known) return known;
    this.#table.put({ key: fresh.certificate.statement.key, order, certificate });
    const key = { ...fresh, encoded: { order, certificate }, acknowledgements: new Map() };
    this.#keys.set(key.id, key);
    for (const listener of this.#listeners) listener(key);
    return key;
  }

  onLearnt(listener: (key: KnownKey) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  acknowledge(id: string, encoded: Uint8Array): KnownKey {
    const key = this.#keys.get(id);
    if (!key) throw new RequestRejected('unknown-key', `key ${id} is not known`);
    if ([...key.acknowledgements.values()].some((known) => equalBytes(known, encoded))) return key;
    const party = verifyStored(key, encoded);
    if (key.acknowledgements.has(party)) return key;
    this.#table.acknowledge(key.certificate.statement.key, party, encoded);
    const next = { ...key, acknowledgements: new Map([...key.acknowledgements, [party, encoded]]) };
    this.#keys.set(id, next);
    return next;
  }
}

function isSame(a: KnownKey['encoded'], b: KnownKey['encoded']): boolean {
  return equalBytes(a.order, b.order) && equalBytes(a.certificate, b.certificate);
}

/** A key as the API shows it: everything its reader needs to verify it. */
export function keyView(key: KnownKey): KeyView {
  return {
    key: key.id,
    name: key.name,
    order: toBase64(key.encoded.order),
    certificate: toBase64(key.encoded.certificate),
    acknowledgements: [...key.acknowledgements.values()].map(toBase64),
  };
}

/** What was acknowledged before the cluster file came to pin a key for the party's module is to be acknowledged anew. */
function isAttested(key: CertifiedKey, party: PartyIndex, encoded: Uint8Array): boolean {
  if (!key.attestors.has(party)) return true;
  try {
    return verifyStored(key, encoded) === party;
  } catch (problem) {
    if (problem instanceof RequestRejected) return false;
    throw problem;
  }
}
