import type { EdwardsPoint, EdwardsPointCons } from '@noble/curves/abstract/edwards.js';
import { concatBytes } from '@noble/hashes/utils.js';
import type { Group } from './ciphersuite.ts';
import { type AffineEncoding, pointGroup } from './pointGroup.ts';

/**
 * The prime-order subgroup of a twisted Edwards curve with a cofactor. An element is multiplied by the order when it is
 * decoded: a point of mixed order would pass every equation that multiplies by the cofactor and fail the others, and
 * checks of random combinations of points are unsound for cofactor 8.
 */
export function edwardsGroup(Point: EdwardsPointCons): Group {
  return pointGroup(Point, {
    length: Point.Fp.BYTES,
    cofactor: Point.CURVE().h,
    // RFC 8032 decoding: y below the field's order, no negative zero; ZIP-215's laxer one is not wanted.
    decode: (encoded) => Point.fromBytes(encoded, false),
    checkOrder(point) {
      if (point.isSmallOrder()) throw new Error('element has small order');
      if (!point.isTorsionFree()) throw new Error('element is outside the prime-order subgroup');
    },
    affine: affineEncoding(Point),
  });
}

/** x ‖ y, each in the field's canonical encoding. */
function affineEncoding(Point: EdwardsPointCons): AffineEncoding<EdwardsPoint> {
  const { Fp } = Point;
  return {
    length: 2 * Fp.BYTES,
    encode(point) {
      const { x, y } = point.toAffine();
      return concatBytes(Fp.toBytes(x), Fp.toBytes(y));
    },
    decode(encoded) {
      const [x, y] = [Fp.fromBytes(encoded.subarray(0, Fp.BYTES)), Fp.fromBytes(encoded.subarray(Fp.BYTES))];
      const point = Point.fromAffine({ x, y });
      // On the curve; it refuses the identity as well.
      point.assertValidity();
      return point;
    },
  };
}
