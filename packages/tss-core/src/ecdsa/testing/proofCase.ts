import { partyIndex } from '../../keys/structure.ts';
import type { Codec } from '../../wire/codec.ts';
import { taggedHash } from '../../wire/hash.ts';
import type { ProofContext } from '../proofs/context.ts';
import type { EcdsaSetting } from '../setting.ts';
import type { Mutation } from './mutations.ts';
import { TEST_CONTEXT } from './parties.ts';

/** A true statement and its proof, with all that tests of any kind of proof need. */
export interface ProofCase<P> {
  readonly setting: EcdsaSetting;
  readonly proof: P;
  readonly codec: Codec<P>;
  /** Whether a proof of the statement is accepted. */
  verify(proof: P, context?: ProofContext, setting?: EcdsaSetting): boolean;
}

/** `TEST_CONTEXT` with one field changed, each in turn (attack 19). */
export const OTHER_CONTEXTS: readonly Mutation<ProofContext>[] = [
  ['session', { ...TEST_CONTEXT, session: taggedHash('test/another session') }],
  ['aux generation', { ...TEST_CONTEXT, auxGeneration: taggedHash('test/another aux') }],
  ['round', { ...TEST_CONTEXT, round: TEST_CONTEXT.round + 1 }],
  ['slot', { ...TEST_CONTEXT, slot: 'other' }],
  ['prover', { ...TEST_CONTEXT, prover: partyIndex(3) }],
  ['verifier', { ...TEST_CONTEXT, verifier: partyIndex(3) }],
  ['verifier, all', { ...TEST_CONTEXT, verifier: 'all' }],
  ['prover and verifier exchanged', { ...TEST_CONTEXT, prover: partyIndex(2), verifier: partyIndex(1) }],
];

/** What a peer may send where the type says a proof: none of it may make a verifier throw. */
export const JUNK: readonly unknown[] = [
  undefined,
  null,
  0,
  '',
  [],
  {},
  { challenge: new Uint8Array(32) },
  { challenge: new Uint8Array(32), responses: [null], z: [null], w: null },
  { responses: { length: 8 }, challenge: { length: 32 } },
];

/** What a prover makes of a false statement; undefined where it cannot even write the statement down. */
export function attempt<P>(prove: () => P): P | undefined {
  try {
    return prove();
  } catch (problem) {
    if (problem instanceof RangeError) return undefined;
    throw problem;
  }
}
