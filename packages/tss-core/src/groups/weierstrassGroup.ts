import type { WeierstrassPointCons } from '@noble/curves/abstract/weierstrass.js';
import type { Group } from './ciphersuite.ts';
import { pointGroup } from './pointGroup.ts';

/** A short Weierstrass curve of prime order; elements in SEC1 compressed form, the only one accepted. */
export function weierstrassGroup(Point: WeierstrassPointCons<bigint>): Group {
  return pointGroup(Point, 1 + Point.Fp.BYTES, {
    decode: (encoded) => Point.fromBytes(encoded),
    checkSubgroup(point) {
      if (point.is0()) throw new Error('element is the identity');
    },
  });
}
