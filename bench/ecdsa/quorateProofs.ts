import type { ModExp } from '@quorate/tss-core/ecdsa';
import { proveAffG, proveEncElg, provePrm, verifyAffG, verifyEncElg, verifyPrm } from '@quorate/tss-core/ecdsa/proofs';
import { affGInstance, TEST_CONTEXT as at, encElgInstance, FULL_SETTING, testParty } from '@quorate/tss-core/testing';
import { random } from '../peers/quorate.ts';
import { insist } from '../peers/signingPeer.ts';
import type { ProofPeer } from './proofPeer.ts';

/** Our proofs as a presigning and an aux ceremony make and verify them: everybody with its own secrets. */
export function quorateProofs(name: string, modExp: ModExp): ProofPeer {
  const setting = { ...FULL_SETTING, modExp };
  const [prover, verifier] = [testParty(setting, 1), testParty(setting, 2)];
  const affine = affGInstance(setting, prover, verifier, random);
  const encrypted = encElgInstance(setting, prover, verifier, random);
  const seen = {
    affG: {
      ...affine.statement,
      N0: verifier.paillier,
      N1: prover.paillier.publicKey,
      pedersen: verifier.pedersen,
    },
    encElg: { ...encrypted.statement, N0: prover.paillier.publicKey, pedersen: verifier.pedersen },
    prm: { pedersen: prover.pedersen.parameters },
  };
  const prove = {
    affG: () => proveAffG(setting, at, affine.statement, affine.secret, random),
    encElg: () => proveEncElg(setting, at, encrypted.statement, encrypted.secret, random),
    prm: () => provePrm(setting, at, { pedersen: prover.pedersen }, prover.pedersen.reveal(), random),
  };
  const proofs = { affG: prove.affG(), encElg: prove.encElg(), prm: prove.prm() };
  return {
    name,
    operations: {
      affG: { prove: prove.affG, verify: () => insist(verifyAffG(setting, at, seen.affG, proofs.affG)) },
      encElg: { prove: prove.encElg, verify: () => insist(verifyEncElg(setting, at, seen.encElg, proofs.encElg)) },
      prm: { prove: prove.prm, verify: () => insist(verifyPrm(setting, at, seen.prm, proofs.prm)) },
    },
  };
}
