import { equalBytes } from '../bytes.ts';
import { Bug } from '../errors.ts';
import type { Element, Group } from './ciphersuite.ts';

/**
 * Whether z·G = R + c·Y, without multiplying by a cofactor: what the strictest verifiers outside check. `encodedR` is
 * compared with the encoding of z·G − c·Y, which is therefore canonical and of prime order whenever Y is.
 * @param encode how the suite's signatures encode R
 */
export function schnorrHolds(
  group: Group,
  { z, challenge, publicKey }: { z: bigint; challenge: bigint; publicKey: Element },
  encodedR: Uint8Array,
  encode: (R: Element) => Uint8Array | undefined,
): boolean {
  const R = group.generator.multiplyUnsafe(z).subtract(group.multiplyOften(publicKey, challenge));
  if (R.is0()) return false;
  const encoded = encode(R);
  return encoded !== undefined && equalBytes(encoded, encodedR);
}

/** Runs a check whose decoding may throw; what does not decode does not verify. A bug of ours convicts nobody: it throws. */
export function verifies(check: () => boolean): boolean {
  try {
    return check();
  } catch (problem) {
    if (problem instanceof Bug) throw problem;
    return false;
  }
}
