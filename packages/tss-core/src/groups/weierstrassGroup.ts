import type { WeierstrassPointCons } from '@noble/curves/abstract/weierstrass.js';
import type { Group } from './ciphersuite.ts';
import { pointGroup } from './pointGroup.ts';

/** A short Weierstrass curve of prime order; elements in SEC1 compressed form, the only one accepted. */
export function weierstrassGroup(Point: WeierstrassPointCons<bigint>): Group {
  return pointGroup(Point, {
    length: 1 + Point.Fp.BYTES,
    cofactor: 1n,
    decode: (encoded) => Point.fromBytes(encoded),
    // Every point of the curve but the identity has the prime order.
    checkOrder() {},
    affine: {
      // SEC1 uncompressed form, 04 ‖ x ‖ y.
      length: 1 + 2 * Point.Fp.BYTES,
      encode: (point) => point.toBytes(false),
      decode: (encoded) => Point.fromBytes(encoded),
    },
    // noble splits both scalars in halves where the curve has an endomorphism, as secp256k1 has.
    multiplyTwo: (A, a, B, b) => A.mulAddUnsafe(a, B, b),
  });
}
