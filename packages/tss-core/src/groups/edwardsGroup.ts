import type { EdwardsPointCons } from '@noble/curves/abstract/edwards.js';
import type { Group } from './ciphersuite.ts';
import { pointGroup } from './pointGroup.ts';

/**
 * The prime-order subgroup of a twisted Edwards curve with a cofactor. Every decoded point is multiplied by the order:
 * a point of mixed order would pass every equation that multiplies by the cofactor and fail the others, and checks of
 * random combinations of points are unsound for cofactor 8.
 */
export function edwardsGroup(Point: EdwardsPointCons): Group {
  return pointGroup(Point, Point.Fp.BYTES, {
    // RFC 8032 decoding: y below the field's order, no negative zero; ZIP-215's laxer one is not wanted.
    decode: (encoded) => Point.fromBytes(encoded, false),
    checkSubgroup(point) {
      if (point.isSmallOrder()) throw new Error('element has small order');
      if (!point.isTorsionFree()) throw new Error('element is outside the prime-order subgroup');
    },
  });
}
