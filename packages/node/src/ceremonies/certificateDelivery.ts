import { bytesToHex } from '@noble/hashes/utils.js';
import { type ClusterFile, identitiesOf, MAX_ACKNOWLEDGEMENT_BYTES, verifyCertifiedKey } from '@quorate/requests';
import {
  acknowledgedFacts,
  acknowledgementCodec,
  attestedAcknowledgement,
  equalBytes,
  type KeyCertificate,
  type KeyStatement,
  keyStatementType,
  RequestRejected,
  verifyAttestation,
} from '@quorate/tss-core';
import { decodeCbor, encodeCbor } from '@quorate/tss-core/wire';
import type { Attester } from '../attestation/index.ts';
import { decodeStoredCertificate } from '../authorization/storedCertificate.ts';
import type { KeyRecord, Store } from '../store/index.ts';
import type { Logger } from '../telemetry/index.ts';
import type { Vault } from '../vault/vault.ts';

export interface CertificateDeliveryModules {
  /** This node's id. */
  readonly node: string;
  readonly cluster: ClusterFile;
  readonly store: Store;
  readonly vault: Vault;
  /** Of a node with a module, which attests what is acknowledged. */
  readonly attester: Attester | undefined;
  readonly log: Logger;
  readonly now: () => number;
  /** Called after a share became active. */
  onKeysChanged(): void;
}

/**
 * Activates pending shares. A complete certificate is transferable: whoever brings it, and however late, it proves that
 * every party stored its share and agreed on the key (cryptography.md, rule 13).
 */
export class CertificateDelivery {
  readonly #modules: CertificateDeliveryModules;

  constructor(modules: CertificateDeliveryModules) {
    this.#modules = modules;
  }

  /**
   * Idempotent.
   * @param order encoded SignedOrder
   * @param encoded encoded KeyCertificate
   * @returns the encoded Acknowledgement that this node's share is stored
   * @throws RequestRejected when anything does not fit together, or this node has no such ceremony
   */
  async accept(order: Uint8Array, encoded: Uint8Array): Promise<Uint8Array> {
    const { store, cluster } = this.#modules;
    const { certificate } = verifyCertifiedKey({ order, certificate: encoded }, cluster);
    const { key, epoch, session } = certificate.statement;
    await this.#activate(certificate, encoded);
    const record = store.keys.active(key);
    if (!record || record.epoch !== epoch || !equalBytes(record.session, session)) {
      throw new RequestRejected('certificate-differs', 'another ceremony has made this key active on this node');
    }
    return this.acknowledge(record);
  }

  /** Proves a stored share as read back from disk, once; afterwards gives the proof it has. */
  async acknowledge(record: KeyRecord): Promise<Uint8Array> {
    if (record.acknowledgement && this.#isAttested(record, record.acknowledgement)) return record.acknowledgement;
    const { vault, store, cluster } = this.#modules;
    const { certificate, sealed } = record;
    const identities = identitiesOf(cluster, decodeStoredCertificate(certificate).statement.structure);
    const { acknowledgement } = await vault.proveStored({ certificate, sealed, identities });
    const attested = await this.#attest(acknowledgement, certificate);
    store.keys.setAcknowledgement(record.key, record.epoch, attested);
    return attested;
  }

  /** Not where the cluster file has come to pin a key, or another one, since the share was acknowledged. */
  #isAttested({ certificate }: KeyRecord, encoded: Uint8Array): boolean {
    const { attester, node } = this.#modules;
    if (!attester) return true;
    const acknowledgement = decodeAcknowledgement(encoded);
    const attested = attestedAcknowledgement(acknowledgement, decodeStoredCertificate(certificate), node);
    return attested !== null && verifyAttestation(attested, attester.publicKey);
  }

  async #attest(encoded: Uint8Array, certificate: Uint8Array): Promise<Uint8Array> {
    const { attester, node, now } = this.#modules;
    if (!attester) return encoded;
    const acknowledgement = decodeAcknowledgement(encoded);
    const facts = acknowledgedFacts(acknowledgement, decodeStoredCertificate(certificate), node);
    const attestation = await attester.attest(facts, now());
    return encodeCbor(acknowledgementCodec, { ...acknowledgement, attestation });
  }

  async #activate({ statement }: KeyCertificate, encoded: Uint8Array): Promise<void> {
    const { store, vault, cluster, log, now, onKeysChanged } = this.#modules;
    const sealed = this.#pendingShare(statement);
    if (!sealed) return;
    const identities = identitiesOf(cluster, statement.structure);
    const active = await vault.activateShare({ certificate: encoded, sealed, identities });
    const record = store.ceremonies.activate(statement.session, {
      certificate: encoded,
      sealed: active.sealed,
      activatedAt: now(),
    });
    onKeysChanged();
    log.info({ key: record.name, keyId: bytesToHex(record.key) }, 'key activated');
  }

  /** Undefined where the share is active already. */
  #pendingShare(statement: KeyStatement): Uint8Array | undefined {
    const ceremony = this.#modules.store.ceremonies.find(statement.session);
    if (!ceremony) {
      throw new RequestRejected('unknown-ceremony', 'this node holds no pending share of that ceremony');
    }
    if (!equalBytes(ceremony.statement, encodeCbor(keyStatementType.codec, statement))) {
      throw new RequestRejected('wrong-certificate', 'the certificate is not of the key that this node certified');
    }
    return ceremony.sealed;
  }
}

function decodeAcknowledgement(encoded: Uint8Array) {
  return decodeCbor(acknowledgementCodec, encoded, MAX_ACKNOWLEDGEMENT_BYTES, 'acknowledgement');
}
