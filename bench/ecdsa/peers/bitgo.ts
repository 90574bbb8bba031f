import { insist } from '../../peers/signingPeer.ts';
import { type ProofPeer, proofMaterial } from '../proofPeer.ts';
import { ifInstalled } from './ifInstalled.ts';

const BITS = 3072;

/**
 * BitGo's range proofs of GG18 (MacKenzie and Reiter), in BigInt, on the same keys and values: what Πaff-g is to MtA there
 * is `proveWithCheck`, what Πenc-elg is to k is `prove`, and their Ñ proof says of one base what Πprm says.
 */
export function bitgo(): Promise<ProofPeer | undefined> {
  return ifInstalled(async () => {
    const { EcdsaRangeProof: proofs, Secp256k1Curve } = await import('@bitgo/sdk-lib-mpc');
    const { PublicKey } = await import('paillier-bigint');
    const { prover, verifier, k, x, y } = proofMaterial(BITS);
    const curve = new Secp256k1Curve();
    const keyOf = ({ modulus }: { readonly modulus: bigint }) => new PublicKey(modulus, modulus + 1n);
    const [own, theirs] = [keyOf(prover.paillier), keyOf(verifier.paillier)];
    const { modulus: ntilde, s, t } = verifier.pedersen;
    const base = { ntilde, h1: s, h2: t };
    const randomizer = 3n;
    const K = own.encrypt(k, randomizer);
    const C = theirs.encrypt(k, randomizer);
    const D = verifier.paillier.add(verifier.paillier.multiply(C, x), theirs.encrypt(y, randomizer));
    const X = curve.basePointMult(x);
    const opening = prover.pedersen.reveal();
    const ring = { ntilde: prover.pedersen.modulus, h1: prover.pedersen.t, h2: prover.pedersen.s };
    const halves = [(opening.p - 1n) / 2n, (opening.q - 1n) / 2n] as const;

    const enc = await proofs.prove(curve, BITS, own, base, K, k, randomizer);
    const aff = await proofs.proveWithCheck(curve, BITS, theirs, base, C, D, x, y, randomizer, X);
    const prm = await proofs.generateNtildeProof(ring, opening.lambda, ...halves);
    return {
      name: '@bitgo/sdk-lib-mpc',
      operations: {
        affG: {
          prove: () => proofs.proveWithCheck(curve, BITS, theirs, base, C, D, x, y, randomizer, X),
          verify: () => insist(proofs.verifyWithCheck(curve, BITS, theirs, base, aff, C, D, X)),
        },
        encElg: {
          prove: () => proofs.prove(curve, BITS, own, base, K, k, randomizer),
          verify: () => insist(proofs.verify(curve, BITS, own, base, enc, K)),
        },
        prm: {
          prove: () => proofs.generateNtildeProof(ring, opening.lambda, ...halves),
          verify: async () => insist(await proofs.verifyNtildeProof(ring, prm)),
        },
      },
    };
  });
}
