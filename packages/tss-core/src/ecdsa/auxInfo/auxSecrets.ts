import type { Random } from '../../bytes.ts';
import { type PaillierSecretKey, paillierKeyOf } from '../paillier/paillierSecretKey.ts';
import { type RingPedersenSecret, ringPedersenOf } from '../pedersen/ringPedersenSecret.ts';
import type { EcdsaSetting } from '../setting.ts';
import type { AuxParameters } from './statement.ts';

/** What a party keeps of an aux generation. Losing it costs a new generation, no key. */
export interface AuxSecrets {
  readonly paillier: PaillierSecretKey;
  readonly pedersen: RingPedersenSecret;
}

/** Two different primes of one length. */
export interface PrimePair {
  readonly p: bigint;
  readonly q: bigint;
}

/** Drawn beforehand, in the background: the ceremony itself finds no primes. */
export interface AuxPrimes {
  /** 3 mod 4. */
  readonly paillier: PrimePair;
  /** Safe primes. */
  readonly pedersen: PrimePair;
}

/** Throws RangeError if the primes are not of the profile. */
export function auxSecretsOf(setting: EcdsaSetting, primes: AuxPrimes, random: Random): AuxSecrets {
  return {
    paillier: paillierKeyOf(setting, primes.paillier.p, primes.paillier.q),
    pedersen: ringPedersenOf(setting, primes.pedersen.p, primes.pedersen.q, random),
  };
}

/** What of the secrets is public. */
export function auxParametersOf({ paillier, pedersen }: AuxSecrets): AuxParameters {
  return { N: paillier.modulus, Nhat: pedersen.modulus, s: pedersen.s, t: pedersen.t };
}

/** Drops the factors, and what an engine keeps about them. */
export function wipeAuxSecrets({ paillier, pedersen }: AuxSecrets): void {
  paillier.wipe();
  pedersen.wipe();
}
