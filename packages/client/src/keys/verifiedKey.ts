import type { KeyContext, SignedOrder } from '@quorate/requests';
import type { KeyCertificate, KeyStructure } from '@quorate/tss-core';

/** A key whose order, certificate and acknowledgements were all checked against the pinned cluster file. */
export interface VerifiedKey {
  /** 32 bytes, hex. */
  readonly id: string;
  readonly name: string;
  readonly structure: KeyStructure;
  /** What intents and addresses are made from. */
  readonly context: KeyContext;
  readonly order: SignedOrder;
  readonly certificate: KeyCertificate;
  /** 32 bytes, hex. */
  readonly certificateHash: string;
}

/** What the coordinator offered as a key and is none. */
export interface RefusedKey {
  /** As the coordinator calls it. */
  readonly id: string;
  readonly name: string;
  readonly sentence: string;
}
