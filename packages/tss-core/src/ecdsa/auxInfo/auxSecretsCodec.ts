import type { PartyIndex } from '../../keys/structure.ts';
import { type Codec, DecodeError, decodeCbor, encodeCbor, struct } from '../../wire/codec.ts';
import { gcd } from '../arithmetic/divisibility.ts';
import { natural } from '../arithmetic/encoding.ts';
import { PaillierSecretKey } from '../paillier/paillierSecretKey.ts';
import { type RingPedersenOpening, RingPedersenSecret } from '../pedersen/ringPedersenSecret.ts';
import type { EcdsaEngine } from '../setting.ts';
import { type AuxSecrets, auxParametersOf, type PrimePair } from './auxSecrets.ts';
import { parametersOf } from './publicKeys.ts';
import type { AuxStatement } from './statement.ts';

interface AuxNumbers {
  readonly paillier: PrimePair;
  readonly pedersen: RingPedersenOpening;
}

/** Longer than the numbers of every profile. */
const number = natural(4096);

const auxNumbersCodec: Codec<AuxNumbers> = struct<AuxNumbers>({
  paillier: struct<PrimePair>({ p: number, q: number }),
  pedersen: struct<RingPedersenOpening>({ p: number, q: number, t: number, lambda: number }),
});

/** The most bytes that encoded aux secrets have. */
const MAX_AUX_SECRETS_BYTES = 4096;

/** Secret bytes, to be sealed: the caller wipes them. */
export function encodeAuxSecrets({ paillier, pedersen }: AuxSecrets): Uint8Array {
  const { p, q } = paillier.reveal();
  const opening = pedersen.reveal();
  const { t, lambda } = opening;
  return encodeCbor(auxNumbersCodec, { paillier: { p, q }, pedersen: { p: opening.p, q: opening.q, t, lambda } });
}

/** Aux secrets as `encodeAuxSecrets` wrote them. That the factors are primes is not checked anew. Throws DecodeError. */
export function decodeAuxSecrets(
  { modExp, randomizers }: Omit<EcdsaEngine, 'profile'>,
  encoded: Uint8Array,
): AuxSecrets {
  const { paillier, pedersen } = decodeCbor(auxNumbersCodec, encoded, MAX_AUX_SECRETS_BYTES, 'aux secrets');
  if (![paillier, pedersen].every(makeModulus)) throw new DecodeError('aux secrets', 'factors that make no modulus');
  return {
    paillier: new PaillierSecretKey(paillier.p, paillier.q, modExp, randomizers?.paillier(paillier.p * paillier.q)),
    pedersen: new RingPedersenSecret(pedersen, modExp),
  };
}

/** Whether the secrets' arithmetic is defined: everything that it inverts has an inverse. */
function makeModulus({ p, q }: PrimePair): boolean {
  const areOdd = [p, q].every((factor) => factor > 1n && factor % 2n === 1n);
  return areOdd && gcd(p, q) === 1n && gcd(p * q, (p - 1n) * (q - 1n)) === 1n;
}

/** Whether the secrets are those behind a party's parameters in an aux generation. */
export function areSecretsOf(secrets: AuxSecrets, statement: AuxStatement, party: PartyIndex): boolean {
  const own = auxParametersOf(secrets);
  const stated = parametersOf(statement, party);
  return own.N === stated.N && own.Nhat === stated.Nhat && own.s === stated.s && own.t === stated.t;
}
