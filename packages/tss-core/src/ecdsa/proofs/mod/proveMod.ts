import type { Random } from '../../../bytes.ts';
import { chineseRemainder } from '../../arithmetic/crt.ts';
import { invert, jacobi } from '../../arithmetic/divisibility.ts';
import type { ModExp } from '../../arithmetic/modExp.ts';
import { sampleUnit } from '../../arithmetic/sampling.ts';
import type { EcdsaSetting } from '../../setting.ts';
import type { ProofContext } from '../context.ts';
import { multiplyRoots, signedFourthRoot } from './fourthRoots.ts';
import { type ModProof, type ModResponse, type ModSecret, type ModStatement, modChallenge } from './mod.ts';

/** Makes Πmod (Fig. 12) for one place in one session, from masks that it draws. */
export function proveMod(
  setting: EcdsaSetting,
  context: ProofContext,
  statement: ModStatement,
  secret: ModSecret,
  random: Random,
): ModProof {
  const w = sampleNonResidue(statement.N, random);
  const ys = modChallenge(setting, context, statement, { w });
  return { w, responses: respondMod(setting, secret, w, ys) };
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
  { p, q }: ModSecret,
  w: bigint,
  ys: readonly bigint[],
): readonly ModResponse[] {
  const combine = chineseRemainder(p, q);
  const [ofP, ofQ] = [modularRoots(p, q, w, modExp), modularRoots(q, p, w, modExp)];
  return ys.map((y) => {
    const [plainP, plainQ] = [ofP.fourth(y), ofQ.fourth(y)];
    const b = plainP.symbol !== plainQ.symbol;
    const [rootP, rootQ] = b ? [ofP.timesW(plainP), ofQ.timesW(plainQ)] : [plainP, plainQ];
    return {
      x: combine(rootP.root, rootQ.root),
      a: rootP.symbol === -1,
      b,
      z: combine(ofP.nth(y), ofQ.nth(y)),
    };
  });
}

/** The roots that answers are made of, modulo one of the primes. */
function modularRoots(prime: bigint, cofactor: bigint, w: bigint, modExp: ModExp) {
  const ofW = signedFourthRoot(w, prime, modExp);
  // N = cofactor modulo p−1.
  const inverseOfN = invert(cofactor, prime - 1n);
  return {
    fourth: (y: bigint) => signedFourthRoot(y, prime, modExp),
    timesW: (root: typeof ofW) => multiplyRoots(root, ofW, prime),
    nth: (y: bigint) => modExp.pow(y, inverseOfN, prime, { secret: true, isPrime: true }),
  };
}
