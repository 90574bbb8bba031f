import { encodeCbor } from '../../../wire/codec.ts';
import { taggedHash } from '../../../wire/hash.ts';
import { natural, signed } from '../../arithmetic/encoding.ts';
import { bitChallenge, scalarChallenge, unitChallenge } from '../../proofs/challenge.ts';
import { ChallengeStream } from '../../proofs/challengeStream.ts';
import { type Json, toJson } from './format.ts';
import type { VectorSource } from './items.ts';

/** Encodings of integers, as CBOR byte strings. */
export function integersJson(): Json {
  const value = (integer: bigint) => ({
    integer: toJson(integer),
    natural: integer < 0n ? null : toJson(encodeCbor(natural(64), integer)),
    signed: toJson(encodeCbor(signed(64), integer)),
  });
  return [0n, 1n, 127n, 128n, 255n, 256n, -1n, -256n, 0x0102030405060708n].map(value);
}

/** What is read from a seed. */
export function challengesJson({ setting, prover }: VectorSource): Json {
  const seed = taggedHash('vector/seed');
  return {
    seed: toJson(seed),
    stream: toJson(new ChallengeStream(seed).read(96)),
    scalar: toJson(scalarChallenge(seed, setting.group.order)),
    bits: bitChallenge(seed, 40).map(Number).join(''),
    units: unitChallenge(seed, prover.paillier.modulus, 2).map(toJson),
    unitsOf4725: unitChallenge(seed, 4725n, 8).map(toJson),
  };
}

/** Encryption, its homomorphisms and commitments, of small and negative numbers. */
export function arithmeticJson({ prover }: VectorSource): Json {
  const { paillier, pedersen } = prover;
  const [a, b] = [paillier.encrypt(5n, 2n), paillier.encrypt(-7n, 3n)];
  return {
    encryptions: [
      { message: '5', randomizer: '2', ciphertext: toJson(a) },
      { message: '-7', randomizer: '3', ciphertext: toJson(b) },
    ],
    sum: toJson(paillier.add(a, b)),
    timesMinus11: toJson(paillier.multiply(a, -11n)),
    commitment: { x: '-d', y: '11', value: toJson(pedersen.commit(-13n, 17n, { secret: false })) },
  };
}
