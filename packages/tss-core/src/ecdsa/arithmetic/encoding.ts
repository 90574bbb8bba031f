import { bytesToNumberBE, numberToVarBytesBE } from '@noble/curves/utils.js';
import { bytes, type Codec, mapped } from '../../wire/codec.ts';
import { abs, bitLength } from './integers.ts';

const SIGN_POSITIVE = 0;
const SIGN_NEGATIVE = 1;

/**
 * A natural number of at most `maxBits` bits as big-endian bytes without leading zeros; zero has none. Exactly one
 * encoding per number (RUSTSEC-2024-0393, attack 18). Encoding another number throws RangeError.
 */
export function natural(maxBits: number): Codec<bigint> {
  return mapped(
    bytes({ max: Math.ceil(maxBits / 8) }),
    (encoded) => readMagnitude(encoded, maxBits),
    (value) => {
      if (value < 0n) throw new RangeError('a negative number is no natural one');
      return magnitude(value, maxBits);
    },
  );
}

/** An integer of at most `maxBits` bits of magnitude: a sign byte, 0 or 1, and the magnitude as `natural`; zero is positive. */
export function signed(maxBits: number): Codec<bigint> {
  return mapped(
    bytes({ min: 1, max: 1 + Math.ceil(maxBits / 8) }),
    (encoded) => readSigned(encoded, maxBits),
    (value) => Uint8Array.of(value < 0n ? SIGN_NEGATIVE : SIGN_POSITIVE, ...magnitude(value, maxBits)),
  );
}

function magnitude(value: bigint, maxBits: number): Uint8Array {
  if (bitLength(value) > maxBits) throw new RangeError(`a number has more than ${maxBits} bits`);
  return value === 0n ? new Uint8Array(0) : numberToVarBytesBE(abs(value));
}

function readMagnitude(encoded: Uint8Array, maxBits: number): bigint {
  if (encoded.length === 0) return 0n;
  if (encoded[0] === 0) throw new Error('a number has leading zeros');
  const value = bytesToNumberBE(encoded);
  if (bitLength(value) > maxBits) throw new Error(`a number has more than ${maxBits} bits`);
  return value;
}

function readSigned(encoded: Uint8Array, maxBits: number): bigint {
  const sign = encoded[0];
  const value = readMagnitude(encoded.subarray(1), maxBits);
  if (sign !== SIGN_POSITIVE && sign !== SIGN_NEGATIVE) throw new Error('a sign is neither 0 nor 1');
  if (sign === SIGN_NEGATIVE && value === 0n) throw new Error('zero has no negative sign');
  return sign === SIGN_NEGATIVE ? -value : value;
}
