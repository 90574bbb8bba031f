import type { KeyCertificate, KeyStructure, PartyIndex } from '@quorate/tss-core';
import type { Attestor } from '../attestation/attestors.ts';
import type { KeyContext } from '../intents/prepared.ts';
import type { SignedOrder } from '../order/createKeyOrder.ts';

/** A key whose order and certificate were checked against a cluster file. */
export interface CertifiedKey {
  /** 32 bytes, hex. */
  readonly id: string;
  /** As its admins ordered it. */
  readonly name: string;
  readonly order: SignedOrder;
  readonly certificate: KeyCertificate;
  readonly structure: KeyStructure;
  /** What intents and addresses are made from, for the key itself; `keyContextAt` has its children. */
  readonly context: KeyContext;
  /** Identity keys of its parties, 33 bytes each. */
  readonly identities: ReadonlyMap<PartyIndex, Uint8Array>;
  /** Those of its parties whose modules attest. */
  readonly attestors: ReadonlyMap<PartyIndex, Attestor>;
}
