import type { Random } from '../../../bytes.ts';
import { chineseRemainder } from '../../arithmetic/crt.ts';
import { jacobi } from '../../arithmetic/divisibility.ts';
import { sampleUnit } from '../../arithmetic/sampling.ts';
import type { PaillierSecretKey } from '../../paillier/paillierSecretKey.ts';
import type { EcdsaSetting } from '../../setting.ts';
import type { ProofContext } from '../context.ts';
import { SECRET } from '../masks.ts';
import { multiplyRoots, type SignedRoot, signedFourthRoot } from './fourthRoots.ts';
import { type ModProof, type ModResponse, modChallenge } from './mod.ts';

/** The statement is the key's own N. */
export function proveMod(
  setting: EcdsaSetting,
  context: ProofContext,
  key: PaillierSecretKey,
  random: Random,
): ModProof {
  const w = sampleNonResidue(key.modulus, random);
  const ys = modChallenge(setting, context, { N: key.modulus }, { w });
  return { w, responses: respondMod(setting, key, w, ys) };
}

function sampleNonResidue(modulus: bigint, random: Random): bigint {
  for (;;) {
    const w = sampleUnit(modulus, random);
    if (jacobi(w, modulus) === -1) return w;
  }
}

/** Answers each y: Jacobi(w) = −1 and p, q = 3 mod 4 make exactly one of y, −y, wy, −wy a square mod p and mod q. */
export function respondMod(
  { modExp }: EcdsaSetting,
  key: PaillierSecretKey,
  w: bigint,
  ys: readonly bigint[],
): readonly ModResponse[] {
  const { p, q, inverseOfN } = key.reveal();
  const combine = chineseRemainder(p, q);
  const rootsOf = (u: bigint) => ({ p: signedFourthRoot(u, p, modExp), q: signedFourthRoot(u, q, modExp) });
  const ofW = rootsOf(w);
  return ys.map((y) => {
    const ofY = rootsOf(y);
    const b = ofY.p.symbol !== ofY.q.symbol;
    const atP: SignedRoot = b ? multiplyRoots(ofY.p, ofW.p, p) : ofY.p;
    const atQ: SignedRoot = b ? multiplyRoots(ofY.q, ofW.q, q) : ofY.q;
    const z = key.residues.pow(y, inverseOfN, SECRET);
    return { x: combine(atP.root, atQ.root), a: atP.symbol === -1, b, z };
  });
}
