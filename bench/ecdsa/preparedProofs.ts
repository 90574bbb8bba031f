import { fillPools, type ModExp, RandomizerPools } from '@quorate/tss-core/ecdsa';
import { PaillierPublicKey, proveAffG, proveEncElg, RingPedersen } from '@quorate/tss-core/ecdsa/proofs';
import {
  affGInstance,
  TEST_CONTEXT as at,
  auxSecretsOfNode,
  encElgInstance,
  FULL_SETTING,
  testParty,
} from '@quorate/tss-core/testing';
import { random } from '../peers/quorate.ts';
import type { ProofColumn } from './proofPeer.ts';

/** The provers that draw randomizers and blindings from pools, which are filled unmeasured. The rest is as without. */
export function preparedProofs(name: string, modExp: ModExp): ProofColumn {
  const setting = { ...FULL_SETTING, modExp };
  const [prover, verifier] = [testParty(setting, 1), testParty(setting, 2)];
  const { paillier, pedersen } = { paillier: verifier.paillier.publicKey, pedersen: verifier.pedersen.parameters };
  const pools = new RandomizerPools();
  const { modulus, s, t } = pedersen;
  const drawing = {
    own: auxSecretsOfNode(prover.index, { ...setting, randomizers: pools }).paillier,
    paillier: new PaillierPublicKey(paillier.modulus, modExp, { randomizers: pools.paillier(paillier.modulus) }),
    pedersen: new RingPedersen(modulus, s, t, modExp, { blindings: (bits) => pools.pedersen(pedersen, bits) }),
  };
  const affine = affGInstance(setting, prover, verifier, random);
  const encrypted = encElgInstance(setting, prover, verifier, random);
  const affineDrawing = { ...affine.statement, N0: drawing.paillier, N1: drawing.own, pedersen: drawing.pedersen };
  const encryptedDrawing = { ...encrypted.statement, N0: drawing.own, pedersen: drawing.pedersen };
  const own = { paillier: prover.paillier.publicKey, pedersen: prover.pedersen.parameters };
  const signers = { own, others: [{ paillier, pedersen }], profile: setting.profile };
  const prepared = (prove: () => unknown) => () => {
    for (const _ of fillPools(pools, signers, 1, random));
    const started = performance.now();
    prove();
    return performance.now() - started;
  };
  return {
    name,
    operations: {
      affG: { prove: prepared(() => proveAffG(setting, at, affineDrawing, affine.secret, random)) },
      encElg: { prove: prepared(() => proveEncElg(setting, at, encryptedDrawing, encrypted.secret, random)) },
    },
  };
}
