import { bytesToHex } from '@noble/hashes/utils.js';
import { MAX_LISTED_AUX, type RequestOf, type ResponseOf } from '@quorate/network';
import { type ClusterFile, identitiesOf, verifyAux } from '@quorate/requests';
import { RequestRejected } from '@quorate/tss-core';
import { auxGenerationOf, servesParties } from '@quorate/tss-core/ecdsa';
import { decodeStoredAux } from '../authorization/storedCertificate.ts';
import type { Store } from '../store/index.ts';
import type { Logger } from '../telemetry/index.ts';
import type { HeavyVault } from '../vault/heavy/heavyVault.ts';

export interface AuxDeliveryModules {
  readonly cluster: ClusterFile;
  readonly store: Pick<Store, 'aux'>;
  readonly vault: Pick<HeavyVault, 'activateAux'>;
  readonly log: Logger;
}

/** Activates pending aux generations. As a key's, a complete certificate is good from whoever brings it, however late. */
export class AuxDelivery {
  readonly #modules: AuxDeliveryModules;

  constructor(modules: AuxDeliveryModules) {
    this.#modules = modules;
  }

  /**
   * Idempotent.
   * @param encoded encoded AuxCertificate
   * @throws RequestRejected when it does not verify, or this node has no such ceremony
   */
  async accept(encoded: Uint8Array): Promise<void> {
    const { cluster, store, vault, log } = this.#modules;
    const { statement } = verifyAux(encoded, cluster);
    const generation = auxGenerationOf(statement);
    if (store.aux.active(generation)) return;
    const pending = store.aux.find(statement.session);
    if (pending?.state !== 'pending') {
      throw new RequestRejected('unknown-ceremony', 'this node waits for no certificate of that aux ceremony');
    }
    const identities = identitiesOf(cluster, statement);
    const { sealed } = await vault.activateAux({ certificate: encoded, sealed: pending.sealed, identities });
    store.aux.activate(statement.session, { generation, certificate: encoded, sealed });
    log.info({ generation: bytesToHex(generation) }, 'aux generation activated');
  }

  list({ parties }: RequestOf<'listAux'>): ResponseOf<'listAux'> {
    const certificates = this.#modules.store.aux.listActive().map(({ certificate }) => certificate);
    const serving = certificates.filter((encoded) => servesParties(decodeStoredAux(encoded).statement, parties));
    return { certificates: serving.slice(0, MAX_LISTED_AUX) };
  }
}
