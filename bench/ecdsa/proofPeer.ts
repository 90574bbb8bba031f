import { bigintModExp } from '@quorate/tss-core/ecdsa';
import { FULL_SETTING, seededRandom, type TestParty, testParty } from '@quorate/tss-core/testing';

/** A proof made, and one verified. */
export interface ProofWork {
  prove(): unknown;
  verify(): unknown;
}

export const PROOFS = ['affG', 'encElg', 'prm'] as const;
export type ProofName = (typeof PROOFS)[number];

/** Somebody's proofs. Its own verifier accepts what it makes, or it throws. */
export interface ProofPeer {
  readonly name: string;
  readonly operations: { readonly [name in ProofName]: ProofWork };
}

/** A column of the table, which may have less than all. */
export interface ProofColumn {
  readonly name: string;
  readonly operations: { readonly [name in ProofName]?: Partial<ProofWork> };
}

/** What everybody proves something about: keys of `bits`, a nonce, a factor and a mask. */
export function proofMaterial(bits: number) {
  const setting = { ...FULL_SETTING, modExp: bigintModExp };
  if (bits !== setting.profile.modulusBits) throw new RangeError(`no keys of ${bits} bits`);
  const random = seededRandom('proof material');
  const scalar = () => setting.group.randomScalar(random);
  const [prover, verifier]: readonly [TestParty, TestParty] = [testParty(setting, 1), testParty(setting, 2)];
  return { prover, verifier, k: scalar(), x: scalar(), y: scalar() };
}
