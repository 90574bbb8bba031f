import type { Random } from '../../bytes.ts';
import type { PartyIndex } from '../../keys/structure.ts';
import { encodeCbor } from '../../wire/codec.ts';
import { othersOf, signerOf } from '../ecdsaGroup.ts';
import { proveEncElg } from '../proofs/encElg/proveEncElg.ts';
import { times } from '../proofs/points.ts';
import type { Commitment, RangeProofs } from './messages.ts';
import { presignRounds } from './messages.ts';
import type { PresignPlace } from './place.ts';
import { proofContext, rangeStatement } from './view.ts';

/** What a signer draws in round 1. */
export interface Nonces {
  readonly k: bigint;
  readonly gamma: bigint;
  /** Randomness of the ElGamal commitments A_i and B_i. */
  readonly a: bigint;
  readonly b: bigint;
  /** Randomizers of K_i and G_i. */
  readonly rho: bigint;
  readonly nu: bigint;
}

/** Fig. 8, round 1, step 1: k_i, γ_i and what commits to them. */
export function drawNonces({ group, self }: PresignPlace, random: Random): Nonces {
  const { paillier } = signerOf(group, self);
  const scalar = () => group.setting.group.randomScalar(random);
  return {
    k: scalar(),
    gamma: scalar(),
    a: scalar(),
    b: scalar(),
    rho: paillier.sampleRandomizer(random),
    nu: paillier.sampleRandomizer(random),
  };
}

/** K_i, G_i, Y_i, A_i = (a·G, a·Y + k·G) and B_i. Nobody knows the logarithm of Y_i: it is drawn here, and forgotten. */
export function commitTo({ group, self }: PresignPlace, nonces: Nonces, random: Random): Commitment {
  const { k, gamma, a, b, rho, nu } = nonces;
  const { paillier } = signerOf(group, self);
  const curve = group.setting.group;
  const G = curve.generator;
  const y = curve.randomScalar(random);
  return {
    K: paillier.encrypt(k, rho),
    G: paillier.encrypt(gamma, nu),
    Y: G.multiply(y),
    A1: G.multiply(a),
    A2: times(curve, G, y * a + k),
    B1: G.multiply(b),
    B2: times(curve, G, y * b + gamma),
  };
}

/** ψ⁰ and ψ¹ for each other signer, encoded. */
export function proveRanges(
  place: PresignPlace,
  { k, gamma, a, b, rho, nu }: Nonces,
  commitment: Commitment,
  random: Random,
): ReadonlyMap<PartyIndex, Uint8Array> {
  const { group, self } = place;
  const { codec } = presignRounds(group).ProveRanges;
  const prove = (verifier: PartyIndex, which: keyof RangeProofs) => {
    const statement = rangeStatement(group, self, verifier, commitment, which);
    const secret = which === 'k' ? { x: k, rho, b: a } : { x: gamma, rho: nu, b };
    return proveEncElg(group.setting, rangeContext(place, self, verifier, which), statement, secret, random);
  };
  return new Map(
    othersOf(group, self).map((j) => [j, encodeCbor(codec, { k: prove(j, 'k'), gamma: prove(j, 'gamma') })]),
  );
}

export function rangeContext(
  { group, session }: Pick<PresignPlace, 'group' | 'session'>,
  prover: PartyIndex,
  verifier: PartyIndex,
  which: keyof RangeProofs,
) {
  return proofContext(group, session, { round: 1, slot: `range-${which}`, prover, verifier });
}
