import { type PartyIndex, partyIndex } from '../../keys/structure.ts';
import { seededRandom } from '../../testing/seededRandom.ts';
import { taggedHash } from '../../wire/hash.ts';
import { PaillierSecretKey } from '../paillier/paillierSecretKey.ts';
import { type RingPedersenSecret, ringPedersenOf } from '../pedersen/ringPedersenSecret.ts';
import type { ProofContext } from '../proofs/context.ts';
import type { EcdsaSetting } from '../setting.ts';
import { SAFE_PRIMES_512, SAFE_PRIMES_1024, SAFE_PRIMES_1536 } from './primes.ts';

const PRIMES = new Map([
  [1024, SAFE_PRIMES_512],
  [2048, SAFE_PRIMES_1024],
  [3072, SAFE_PRIMES_1536],
]);

/** What a party of a test has after the aux ceremony. */
export interface TestParty {
  readonly index: PartyIndex;
  readonly paillier: PaillierSecretKey;
  readonly pedersen: RingPedersenSecret;
}

/** Party 1, 2, 3 (2048 or 3072 bits) or 1 to 5 (1024) with its fixed primes; the same in every run. */
export function testParty(setting: EcdsaSetting, index: number): TestParty {
  const [p, q, pHat, qHat] = (PRIMES.get(setting.profile.modulusBits) ?? []).slice(4 * index - 4, 4 * index);
  if (!p || !q || !pHat || !qHat) throw new Error(`no primes for party ${index}`);
  return {
    index: partyIndex(index),
    paillier: new PaillierSecretKey(p, q, setting.modExp),
    pedersen: ringPedersenOf(setting, pHat, qHat, seededRandom(`pedersen ${index}`)),
  };
}

/** Where the proofs of tests stand: party 1 proves to party 2. */
export const TEST_CONTEXT: ProofContext = {
  session: taggedHash('test/session'),
  auxGeneration: taggedHash('test/aux'),
  round: 2,
  slot: 'test',
  prover: partyIndex(1),
  verifier: partyIndex(2),
};
