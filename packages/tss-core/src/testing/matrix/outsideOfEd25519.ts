import { ed25519 } from '@noble/curves/ed25519.js';
import { numberToBytesLE } from '@noble/curves/utils.js';
import { concatBytes } from '@noble/hashes/utils.js';
import { type Corruption, corruption } from './corruption.ts';

const { Point } = ed25519;
type EdwardsPoint = InstanceType<typeof Point>;
const p = Point.Fp.ORDER;
/** Of order 8, which generates the torsion. */
const T8 = pointOfOrder8();

/** What is no element of the prime-order subgroup, in the form in which `value` is written. */
export function outsideOfEd25519(value: Uint8Array): readonly Corruption[] {
  return value.length === 32 ? outsideCompressed(value) : outsideAffine(value);
}

function outsideCompressed(value: Uint8Array): readonly Corruption[] {
  const encode = (point: EdwardsPoint) => point.toBytes();
  return [
    ...ofWrongOrder(Point.fromBytes(value), encode),
    corruption('identity, negative', encode(Point.ZERO).with(31, 0x80)),
    corruption('identity, non-canonical', numberToBytesLE(p + 1n, 32)),
    corruption('non-canonical', numberToBytesLE(p + smallY(), 32)),
    corruption('off the curve', numberToBytesLE(yOffTheCurve(), 32)),
  ];
}

function outsideAffine(value: Uint8Array): readonly Corruption[] {
  const [x, y] = [value.slice(0, 32), value.slice(32)].map((encoded) => Point.Fp.fromBytes(encoded));
  if (x === undefined || y === undefined) throw new RangeError('no two coordinates');
  const write = (a: bigint, b: bigint) => concatBytes(numberToBytesLE(a, 32), numberToBytesLE(b, 32));
  const encode = (point: EdwardsPoint) => write(point.toAffine().x, point.toAffine().y);
  return [
    ...ofWrongOrder(Point.fromAffine({ x, y }), encode),
    corruption('non-canonical', write(x + p, y)),
    corruption('off the curve', write(x, (y + 1n) % p)),
    corruption('coordinates swapped', write(y, x)),
  ];
}

function ofWrongOrder(point: EdwardsPoint, encode: (point: EdwardsPoint) => Uint8Array): readonly Corruption[] {
  const small = [4n, 2n, 1n].map((times) => T8.multiplyUnsafe(times));
  return [
    corruption('identity', encode(Point.ZERO)),
    ...small.map((torsion, i) => corruption(`small order ${2 << i}`, encode(torsion))),
    ...small.map((torsion, i) => corruption(`mixed order ${2 << i}`, encode(point.add(torsion)))),
  ];
}

/** order·(any point of the curve) has an order that divides the cofactor. */
function pointOfOrder8(): EdwardsPoint {
  for (let y = 2n; ; y++) {
    const point = pointAt(y);
    const torsion = point?.multiplyUnsafe(Point.Fn.ORDER - 1n).add(point);
    if (torsion && !torsion.multiplyUnsafe(4n).is0()) return torsion;
  }
}

/** The y of a point that is small enough to be encoded a second time, as y + p. */
function smallY(): bigint {
  for (let y = 2n; y < 19n; y++) if (pointAt(y)) return y;
  throw new RangeError('no point has a y below 19');
}

function yOffTheCurve(): bigint {
  for (let y = 2n; ; y++) if (!pointAt(y)) return y;
}

function pointAt(y: bigint): EdwardsPoint | undefined {
  try {
    return Point.fromBytes(numberToBytesLE(y, 32));
  } catch {
    return undefined;
  }
}
