import { bytesToNumberBE } from '@noble/curves/utils.js';
import { bytes, encodeCbor, struct, text, uint } from '../../wire/codec.ts';
import { taggedHash } from '../../wire/hash.ts';
import { gcd } from '../arithmetic/divisibility.ts';
import { natural } from '../arithmetic/encoding.ts';
import { bitLength, byteLength } from '../arithmetic/integers.ts';
import type { EcdsaSetting } from '../setting.ts';
import { ChallengeStream } from './challengeStream.ts';
import { type ProofContext, proofContextCodec } from './context.ts';

const settingCodec = struct({
  order: natural(256),
  generator: bytes({ max: 57 }),
  profile: text(32),
  modulusBits: uint(),
  kappa: uint(),
  ell: uint(),
  ellPrime: uint(),
  epsilon: uint(),
  repetitions: uint(),
});

function encodeSetting({ group, profile }: EcdsaSetting): Uint8Array {
  const { name, ...sizes } = profile;
  const generator = group.encodeElement(group.generator);
  return encodeCbor(settingCodec, { order: group.order, generator, profile: name, ...sizes });
}

/** What a proof says before its challenge. */
export interface Transcript {
  /** The name of the proof, e.g. `aff-g`. */
  readonly kind: string;
  /** CBOR. */
  readonly statement: Uint8Array;
  /** CBOR of the prover's first message. */
  readonly commitments: Uint8Array;
}

/**
 * Fiat–Shamir: 32 bytes that bind which proof it is, curve and profile, context, statement and first message. Every
 * challenge of the proof is read from the stream that they seed.
 */
export function challengeSeed(
  setting: EcdsaSetting,
  context: ProofContext,
  { kind, statement, commitments }: Transcript,
): Uint8Array {
  return taggedHash(
    `quorate/ecdsa/proof/${kind}/1`,
    encodeSetting(setting),
    encodeCbor(proofContextCodec, context),
    statement,
    commitments,
  );
}

/** Bytes beyond the order's length that bring a challenge within 2^-128 of uniform. */
const EXTRA_BYTES = 16;

/** e, as an integer from 0 to order-1. */
export function scalarChallenge(seed: Uint8Array, order: bigint): bigint {
  return bytesToNumberBE(new ChallengeStream(seed).read(byteLength(order) + EXTRA_BYTES)) % order;
}

/** e_1 … e_count: the bits of the stream, most significant of each byte first. */
export function bitChallenge(seed: Uint8Array, count: number): readonly boolean[] {
  const read = new ChallengeStream(seed).read(Math.ceil(count / 8));
  return Array.from({ length: count }, (_, i) => (((read[i >> 3] ?? 0) >> (7 - (i & 7))) & 1) === 1);
}

/**
 * y_1 … y_count in Z*_modulus: strings as long as the modulus are read and cut to its bits (the leading ones dropped),
 * and those that are no units are skipped.
 */
export function unitChallenge(seed: Uint8Array, modulus: bigint, count: number): readonly bigint[] {
  // Most moduli have only large factors: then one gcd of the product tells that none is to be skipped.
  const drawn = readAll(seed, modulus, count, () => true);
  const product = drawn.reduce((all, one) => (all * one) % modulus, 1n);
  return gcd(product, modulus) === 1n ? drawn : readAll(seed, modulus, count, (one) => gcd(one, modulus) === 1n);
}

function readAll(
  seed: Uint8Array,
  modulus: bigint,
  count: number,
  isWanted: (candidate: bigint) => boolean,
): readonly bigint[] {
  const stream = new ChallengeStream(seed);
  return Array.from({ length: count }, () => {
    for (;;) {
      const candidate = BigInt.asUintN(bitLength(modulus), bytesToNumberBE(stream.read(byteLength(modulus))));
      if (candidate < modulus && isWanted(candidate)) return candidate;
    }
  });
}
