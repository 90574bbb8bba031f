import { type CurvePoint, type CurvePointCons, mulAddUnsafe } from '@noble/curves/abstract/curve.js';
import type { Element, Group } from './ciphersuite.ts';
import { scalarField } from './scalars.ts';

/** How one kind of curve decodes points; both throw an Error. */
export interface PointDecoder<P> {
  /** Canonical and on the curve. */
  decode(encoded: Uint8Array): P;
  /** Not the identity, and of prime order. */
  checkSubgroup(point: P): void;
}

/** A group over noble points. `P` is a noble point class whose `BASE` generates the prime-order subgroup. */
export function pointGroup<F, P extends CurvePoint<F, P> & Element>(
  Point: CurvePointCons<P>,
  elementLength: number,
  { decode, checkSubgroup }: PointDecoder<P>,
): Group {
  return {
    ...scalarField(Point.Fn),
    generator: Point.BASE,
    identity: Point.ZERO,
    elementLength,
    encodeElement(element) {
      // RFC 9591 §3.1: the identity is never sent.
      if (element.is0()) throw new RangeError('the identity has no encoding');
      return element.toBytes();
    },
    decodeElement(encoded) {
      if (encoded.length !== elementLength) {
        throw new Error(`an element has ${elementLength} bytes, got ${encoded.length}`);
      }
      const point = decode(encoded);
      checkSubgroup(point);
      return point;
    },
    multiScalarMultiply(elements, scalars) {
      return mulAddUnsafe(Point, elements.map(ownPoint), [...scalars]);
    },
  };

  function isOwnPoint(element: Element): element is P {
    return element instanceof Point;
  }

  function ownPoint(element: Element): P {
    if (!isOwnPoint(element)) throw new TypeError('an element of another group');
    return element;
  }
}
