import { RequestRejected } from '../errors.ts';
import type { SchemeId } from '../keys/structure.ts';
import { MAX_PATH_DEPTH } from '../session/descriptor.ts';

/** Indices from here on are hardened: their children follow from the secret key alone. */
export const HARDENED = 0x80000000;

/** The schemes with BIP-32 (SLIP-10) children; the others' keys have one address each (cryptography.md, rule 21). */
const DERIVING: { readonly [id in SchemeId]: boolean } = {
  'ecdsa-p256': true,
  'ecdsa-secp256k1': true,
  'frost-ed25519': false,
  'frost-ed448': false,
  'frost-p256': true,
  'frost-ristretto255': false,
  'frost-secp256k1': true,
  'frost-secp256k1-tr': true,
};

/** Whether keys of this scheme have children. */
export function canDerive(scheme: SchemeId): boolean {
  return DERIVING[scheme];
}

/**
 * Throws RequestRejected unless a key of this scheme has a child at `path`; the empty path is the key itself. Codes
 * `derivation-unsupported`, `hardened-path`, `bad-path`.
 */
export function checkPath(scheme: SchemeId, path: readonly number[]): void {
  if (path.length === 0) return;
  if (!canDerive(scheme)) {
    const sentence = `A ${scheme} key has one address: no key can be derived from it.`;
    throw new RequestRejected('derivation-unsupported', sentence, 'Leave out the path.');
  }
  if (path.length > MAX_PATH_DEPTH) {
    throw new RequestRejected('bad-path', `A path has at most ${MAX_PATH_DEPTH} levels, this one has ${path.length}.`);
  }
  for (const index of path) checkIndex(index);
}

function checkIndex(index: number): void {
  if (!Number.isInteger(index) || index < 0 || index >= 2 * HARDENED) {
    throw new RequestRejected('bad-path', `A path consists of integers from 0 to ${HARDENED - 1}, not ${index}.`);
  }
  if (index < HARDENED) return;
  throw new RequestRejected(
    'hardened-path',
    `The path has the hardened index ${index - HARDENED}h, which takes the whole secret key, and that exists nowhere.`,
    'Use indices that are not hardened; the key stands for the account, as m/86h/0h/0h does in a wallet.',
  );
}
