import { type CurvePoint, type CurvePointCons, mulAddUnsafe } from '@noble/curves/abstract/curve.js';
import { remembering } from '../remembering.ts';
import type { Element, Group } from './ciphersuite.ts';
import { scalarField } from './scalars.ts';

/** What one kind of curve does in its own way. */
export interface PointKind<P> {
  /** Bytes of an encoded element. */
  readonly length: number;
  readonly cofactor: bigint;
  /** Throws an Error unless canonical and on the curve. */
  decode(encoded: Uint8Array): P;
  /** Throws an Error unless of prime order. It is not asked about the identity. */
  checkOrder(point: P): void;
  /** Both coordinates, where a kind has such an encoding. */
  readonly affine?: AffineEncoding<P>;
  /** a·A + b·B for public scalars, where a kind has something quicker than the general way. */
  multiplyTwo?(A: P, a: bigint, B: P, b: bigint): P;
}

export interface AffineEncoding<P> {
  readonly length: number;
  encode(point: P): Uint8Array;
  /** Throws an Error unless canonical and on the curve. */
  decode(encoded: Uint8Array): P;
}

/** A table is worth its making from this use on: it costs as much as four multiplications and makes one four times quicker. */
const USES_BEFORE_TABLE = 4;
/** Of a cluster's people and nodes and the keys it signs with: each may have a table, of some 100 KB. */
const MAX_KEYS = 128;
/** The tables' window: 65 · 2³ multiples for 256-bit scalars. */
const TABLE_WINDOW = 4;

/** A group over noble points. `P` is a noble point class whose `BASE` generates the prime-order subgroup. */
export function pointGroup<F, P extends CurvePoint<F, P> & Element>(
  Point: CurvePointCons<P>,
  kind: PointKind<P>,
): Group {
  const { length, decode, checkOrder, multiplyTwo } = kind;
  const affine: AffineEncoding<P> = kind.affine ?? { length, decode, encode: (point) => point.toBytes() };
  // Points never change: what was encoded or decoded once is known, and a use can be counted on the point.
  const encodings = new WeakMap<Element, Uint8Array>();
  const affineEncodings = new WeakMap<Element, Uint8Array>();
  const uses = new WeakMap<Element, number>();
  return {
    ...scalarField(Point.Fn),
    generator: Point.BASE,
    identity: Point.ZERO,
    cofactor: kind.cofactor,
    elementLength: length,
    affineLength: affine.length,
    encodeElement: (element) => remembered(encodings, element, (point) => point.toBytes()),
    encodeAffine: (element) => remembered(affineEncodings, element, affine.encode),
    decodeElement,
    decodeKey: remembering(MAX_KEYS, decodeElement),
    decodePoint: decodeCompressed,
    decodeAffine(encoded) {
      const point = decodeChecked(encoded, affine.length, affine.decode);
      affineEncodings.set(point, encoded.slice());
      return point;
    },
    hasPrimeOrder(point) {
      try {
        checkOrder(ownPoint(point));
        return !point.is0();
      } catch {
        return false;
      }
    },
    multiplyOften(element, scalar) {
      const times = (uses.get(element) ?? 0) + 1;
      uses.set(element, times);
      if (times === USES_BEFORE_TABLE && element !== Point.BASE) ownPoint(element).precompute(TABLE_WINDOW);
      return element.multiplyUnsafe(scalar);
    },
    multiScalarMultiply(elements, scalars) {
      const points = elements.map(ownPoint);
      const [A, B] = points;
      const [a, b] = scalars;
      const two = points.length === 2 && scalars.length === 2;
      if (multiplyTwo && two && A && B && a !== undefined && b !== undefined) return multiplyTwo(A, a, B, b);
      return mulAddUnsafe(Point, points, [...scalars]);
    },
  };

  function decodeElement(encoded: Uint8Array): P {
    const point = decodeCompressed(encoded);
    checkOrder(point);
    return point;
  }

  function decodeCompressed(encoded: Uint8Array): P {
    const point = decodeChecked(encoded, length, decode);
    // Only the canonical encoding decodes, so it is this.
    encodings.set(point, encoded.slice());
    return point;
  }

  function decodeChecked(encoded: Uint8Array, expected: number, decodeOwn: (bytes: Uint8Array) => P): P {
    if (encoded.length !== expected) throw new Error(`an element has ${expected} bytes, got ${encoded.length}`);
    const point = decodeOwn(encoded);
    if (point.is0()) throw new Error('element is the identity');
    return point;
  }

  /** Encodes an element, or copies what it was encoded to before. RFC 9591 §3.1: the identity is never sent. */
  function remembered(
    known: WeakMap<Element, Uint8Array>,
    element: Element,
    encode: (point: P) => Uint8Array,
  ): Uint8Array {
    let encoded = known.get(element);
    if (!encoded) {
      if (element.is0()) throw new RangeError('the identity has no encoding');
      encoded = encode(ownPoint(element));
      known.set(element, encoded);
    }
    return encoded.slice();
  }

  function isOwnPoint(element: Element): element is P {
    return element instanceof Point;
  }

  function ownPoint(element: Element): P {
    if (!isOwnPoint(element)) throw new TypeError('an element of another group');
    return element;
  }
}
