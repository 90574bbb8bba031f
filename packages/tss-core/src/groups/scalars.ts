import { type IField, invertCt } from '@noble/curves/abstract/modular.js';
import { bytesToNumberBE } from '@noble/curves/utils.js';
import { type Random, wipe } from '../bytes.ts';
import type { Group } from './ciphersuite.ts';

/** The part of a group that is about its scalars. */
export type ScalarField = Pick<
  Group,
  'order' | 'scalarLength' | 'encodeScalar' | 'decodeScalar' | 'randomScalar' | 'reduce' | 'invert'
>;

/** Random bytes beyond the order's length that bring `randomScalar` within 2^-128 of uniform (RFC 9591 appendix D). */
const EXTRA_BYTES = 16;

/** Integers modulo the prime order of `Fn`, encoded in `Fn.BYTES` bytes of its byte order. */
export function scalarField(Fn: IField<bigint>): ScalarField {
  const order = Fn.ORDER;
  return {
    order,
    scalarLength: Fn.BYTES,
    encodeScalar(scalar) {
      if (!Fn.isValid(scalar)) throw new RangeError('scalar is not from 0 to the group order');
      return Fn.toBytes(scalar);
    },
    decodeScalar(encoded) {
      if (encoded.length !== Fn.BYTES) throw new Error(`a scalar has ${Fn.BYTES} bytes, got ${encoded.length}`);
      const scalar = Fn.fromBytes(encoded, true);
      if (scalar >= order) throw new Error('scalar is not below the group order');
      return scalar;
    },
    randomScalar: (random) => 1n + (randomInteger(random, Fn.BYTES + EXTRA_BYTES) % (order - 1n)),
    reduce: (value) => Fn.create(value),
    invert: (scalar) => invertCt(scalar, order),
  };
}

function randomInteger(random: Random, length: number): bigint {
  const drawn = random(length);
  // A short draw would be a guessable secret: a broken source must not pass for a good one.
  if (drawn.length !== length) throw new RangeError(`asked for ${length} random bytes, got ${drawn.length}`);
  const value = bytesToNumberBE(drawn);
  wipe(drawn);
  return value;
}
