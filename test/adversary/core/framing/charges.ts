import type { Charge } from './attempts.ts';

/** Every cheat that sessions of FROST keys have. */
export const FROST_CHARGES: readonly Charge[] = [
  { code: 'equivocation', rounds: [] },
  { code: 'malformed-message', rounds: [] },
  { code: 'bad-opening', kind: 'keygen', rounds: [1, 2] },
  { code: 'wrong-commitment-length', kind: 'keygen', rounds: [2] },
  { code: 'bad-proof-of-possession', kind: 'keygen', rounds: [2] },
  { code: 'wrong-dealt-share', kind: 'keygen', rounds: [2, 3] },
  { code: 'false-complaint', kind: 'keygen', rounds: [2, 3] },
  { code: 'wrong-certificate-signature', kind: 'keygen', rounds: [2, 3, 4] },
  { code: 'invalid-share', kind: 'signing', rounds: [1, 2] },
];

/** Every cheat that sessions of threshold ECDSA have, some of them judged in several ways. */
export const ECDSA_CHARGES: readonly Charge[] = [
  { code: 'equivocation', rounds: [] },
  { code: 'malformed-message', rounds: [] },
  { code: 'malformed-message', kind: 'ecdsa-signing', rounds: [1] },
  { code: 'bad-opening', kind: 'aux', rounds: [1, 2] },
  { code: 'invalid-parameters', kind: 'aux', rounds: [2] },
  { code: 'invalid-proof', kind: 'aux', rounds: [2] },
  { code: 'invalid-proof', kind: 'aux', rounds: [2, 3] },
  { code: 'invalid-proof', kind: 'aux', rounds: [2, 3], opens: true },
  { code: 'wrong-certificate-signature', kind: 'aux', rounds: [2, 3, 4] },
  { code: 'invalid-proof', kind: 'presign', rounds: [1], opens: true },
  { code: 'invalid-proof', kind: 'presign', rounds: [1, 2], opens: true },
  { code: 'invalid-proof', kind: 'presign', rounds: [1, 2] },
  { code: 'invalid-proof', kind: 'presign', rounds: [1, 2, 3] },
  { code: 'invalid-proof', kind: 'presign', rounds: [1, 2, 3, 4] },
  { code: 'invalid-proof', kind: 'presign', rounds: [1, 2, 4, 5] },
  { code: 'invalid-proof', kind: 'presign', rounds: [1, 2, 4, 6] },
  { code: 'invalid-ciphertext', kind: 'presign', rounds: [2] },
  { code: 'wrong-verdict', kind: 'presign', rounds: [3, 4] },
  { code: 'wrong-verdict', kind: 'presign', rounds: [3, 4, 5] },
  { code: 'wrong-verdict', kind: 'ecdsa-signing', rounds: [3, 4, 5] },
  { code: 'wrong-certificate-signature', kind: 'presign', rounds: [2, 3, 4] },
  { code: 'invalid-share', kind: 'ecdsa-signing', rounds: [1] },
  { code: 'invalid-share', kind: 'ecdsa-signing', rounds: [2, 3, 4, 5] },
];
