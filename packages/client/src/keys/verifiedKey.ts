import type { CertifiedKey } from '@quorate/requests';

/** A key whose order, certificate and acknowledgements were all checked against the pinned cluster file. */
export interface VerifiedKey extends CertifiedKey {
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
