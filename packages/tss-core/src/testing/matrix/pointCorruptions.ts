import { ed25519 } from '@noble/curves/ed25519.js';
import { secp256k1 } from '@noble/curves/secp256k1.js';
import { numberToBytesBE, numberToBytesLE } from '@noble/curves/utils.js';
import type { Ciphersuite } from '../../groups/ciphersuite.ts';
import { type Corruption, corruption } from './corruption.ts';

/** Other points, and encodings that are none of the group (attack 16). */
export function pointCorruptions(suite: Ciphersuite, value: Uint8Array): readonly Corruption[] {
  const { group } = suite;
  const element = group.decodeElement(value);
  const others = [
    corruption('negated', group.encodeElement(element.negate())),
    corruption('plus the generator', group.encodeElement(element.add(group.generator))),
    corruption('the generator', group.encodeElement(group.generator)),
  ];
  return [...others, ...outsideOf(suite, value)];
}

function outsideOf(suite: Ciphersuite, value: Uint8Array): readonly Corruption[] {
  if (suite.id === 'frost-ed25519') return outsideOfEd25519(value);
  if (suite.id === 'frost-secp256k1-tr' || suite.id === 'frost-secp256k1') return outsideOfSecp256k1(value);
  return [];
}

const Edwards = ed25519.Point;

function outsideOfEd25519(value: Uint8Array): readonly Corruption[] {
  const torsion = pointOfOrder8();
  const mixed = Edwards.fromBytes(value).add(torsion);
  const smallOrders = [4n, 2n, 1n].map((times) => torsion.multiplyUnsafe(times).toBytes());
  const p = Edwards.Fp.ORDER;
  return [
    corruption('identity', Edwards.ZERO.toBytes()),
    corruption('identity, negative', Edwards.ZERO.toBytes().with(31, 0x80)),
    corruption('identity, non-canonical', numberToBytesLE(p + 1n, 32)),
    ...smallOrders.map((encoded, i) => corruption(`small order ${2 << i}`, encoded)),
    corruption('mixed order', mixed.toBytes()),
    corruption('non-canonical', numberToBytesLE(p + smallY(), 32)),
    corruption('off the curve', numberToBytesLE(yOffTheCurve(), 32)),
  ];
}

/** order·(any point) has an order that divides the cofactor. */
function pointOfOrder8(): InstanceType<typeof Edwards> {
  for (let y = 2n; ; y++) {
    const point = edwardsPoint(y)
      ?.multiplyUnsafe(Edwards.Fn.ORDER - 1n)
      .add(edwardsPoint(y) ?? Edwards.ZERO);
    if (point && !point.multiplyUnsafe(4n).is0()) return point;
  }
}

/** The y of a point that is small enough to be encoded a second time, as y + p. */
function smallY(): bigint {
  for (let y = 2n; y < 19n; y++) if (edwardsPoint(y)) return y;
  throw new RangeError('no point has a y below 19');
}

function yOffTheCurve(): bigint {
  for (let y = 2n; ; y++) if (!edwardsPoint(y)) return y;
}

function edwardsPoint(y: bigint): InstanceType<typeof Edwards> | undefined {
  try {
    return Edwards.fromBytes(numberToBytesLE(y, 32));
  } catch {
    return undefined;
  }
}

function outsideOfSecp256k1(value: Uint8Array): readonly Corruption[] {
  const Fp = secp256k1.Point.Fp;
  const compressed = (x: bigint) => Uint8Array.of(2, ...numberToBytesBE(x, 32));
  return [
    corruption('identity', Uint8Array.of(0)),
    // x = 1 is on the curve, x = 5 is not.
    corruption('non-canonical', compressed(1n + Fp.ORDER)),
    corruption('off the curve', compressed(5n)),
    corruption('uncompressed', secp256k1.Point.fromBytes(value).toBytes(false)),
    corruption('x alone', value.slice(1)),
  ];
}
