import { RequestRejected, wipe } from '@quorate/tss-core';
import { auxSecretsOf, auxSetting, type PrimePair, wipeAuxSecrets } from '@quorate/tss-core/ecdsa';
import type { PrimeKind } from '../../store/records.ts';
import type { HeavyTools } from './heavySecrets.ts';
import type { HeavyParams, HeavyResult } from './heavyVault.ts';
import type { FindPrime } from './primeFinder.ts';
import { sealSpare, spareContext } from './sealedAux.ts';

/** A prime of half a modulus' length, sealed. */
export async function findPrime(
  { kind, isAwaited }: HeavyParams<'findPrime'>,
  { secrets, engine }: HeavyTools,
  find: FindPrime,
): Promise<HeavyResult<'findPrime'>> {
  const prime = await find({ kind, bits: engine.profile.modulusBits / 2, isAwaited });
  try {
    return { sealed: await secrets.keystore.seal(prime, spareContext(secrets, engine, `prime-${kind}`)) };
  } finally {
    wipe(prime);
  }
}

/** Checks the primes and makes aux secrets of them: N of two Blum primes, N̂ with s and t of two safe ones (Fig. 7). */
export async function combinePrimes(
  { blum, safe }: HeavyParams<'combinePrimes'>,
  tools: HeavyTools,
): Promise<HeavyResult<'combinePrimes'>> {
  const { secrets, engine, random } = tools;
  const primes = { paillier: await openPair(blum, 'blum', tools), pedersen: await openPair(safe, 'safe', tools) };
  const made = checked(() => auxSecretsOf(auxSetting(engine), primes, random));
  try {
    return { sealed: await sealSpare(secrets, engine, made) };
  } finally {
    wipeAuxSecrets(made);
  }
}

async function openPair(
  sealed: readonly Uint8Array[],
  kind: PrimeKind,
  { secrets, engine }: HeavyTools,
): Promise<PrimePair> {
  const [p, q] = await Promise.all(
    sealed.map(async (blob) => {
      const prime = await secrets.keystore.open(blob, spareContext(secrets, engine, `prime-${kind}`));
      try {
        return BigInt(`0x${Buffer.from(prime).toString('hex')}`);
      } finally {
        wipe(prime);
      }
    }),
  );
  if (p === undefined || q === undefined) throw new RequestRejected('bad-primes', 'a modulus takes two primes');
  return { p, q };
}

function checked<T>(make: () => T): T {
  try {
    return make();
  } catch (problem) {
    if (problem instanceof RangeError)
      throw new RequestRejected('bad-primes', `the primes are no good: ${problem.message}`);
    throw problem;
  }
}
