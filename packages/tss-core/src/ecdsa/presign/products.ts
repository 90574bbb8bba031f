import type { Random } from '../../bytes.ts';
import type { PartyIndex } from '../../keys/structure.ts';
import { encodeCbor } from '../../wire/codec.ts';
import { samplePlusMinus } from '../arithmetic/sampling.ts';
import { othersOf, signerOf } from '../ecdsaGroup.ts';
import type { AffineSecret } from '../proofs/affG/affine.ts';
import { proveAffG } from '../proofs/affG/proveAffG.ts';
import { type Commitment, type Factor, type Multiplication, type Product, presignRounds } from './messages.ts';
import type { PresignPlace } from './place.ts';
import { productStatement, proofContext, type Said, saidBy } from './view.ts';

/** What a signer knows of the two products that it made for one other: x is γ_i or w_i, y is −β. */
export type ProductSecrets = { readonly [factor in Factor]: AffineSecret };

/** Both products for one other signer, with what is known of them. */
export interface MadeProducts {
  readonly products: { readonly [factor in Factor]: Product };
  readonly secrets: ProductSecrets;
}

/** Fig. 8, round 2, step 2(b): the multiplications with every other K_j. */
export function multiply(
  place: PresignPlace,
  commitments: Said<Commitment>,
  factors: { readonly [factor in Factor]: bigint },
  random: Random,
): ReadonlyMap<PartyIndex, MadeProducts> {
  const { group, self } = place;
  return new Map(
    othersOf(group, self).map((j) => {
      const { K } = saidBy(commitments, j);
      const gamma = multiplyOne(place, j, K, factors.gamma, random);
      const x = multiplyOne(place, j, K, factors.x, random);
      const products = { gamma: gamma.product, x: x.product };
      return [j, { products, secrets: { gamma: gamma.secret, x: x.secret } }];
    }),
  );
}

/** D_{j,i} = K_j^x·enc_j(y; s) and F_{j,i} = enc_i(y; r), with y = −β drawn from ±2^ℓ′. */
function multiplyOne(
  { group, self }: PresignPlace,
  j: PartyIndex,
  K: bigint,
  x: bigint,
  random: Random,
): { product: Product; secret: AffineSecret } {
  const [N0, N1] = [signerOf(group, j).paillier, signerOf(group, self).paillier];
  const y = samplePlusMinus(1n << BigInt(group.setting.profile.ellPrime), random);
  const [rho, rhoY] = [N0.sampleRandomizer(random), N1.sampleRandomizer(random)];
  const D = N0.add(N0.multiply(K, x), N0.encrypt(y, rho));
  return { product: { D, F: N1.encrypt(y, rhoY) }, secret: { x, y, rho, rhoY } };
}

/** ψ and ψ̂ for each other signer, encoded. */
export function proveProducts(
  place: PresignPlace,
  commitments: Said<Commitment>,
  own: Multiplication,
  made: ReadonlyMap<PartyIndex, MadeProducts>,
  random: Random,
): ReadonlyMap<PartyIndex, Uint8Array> {
  const { group, self } = place;
  const { codec } = presignRounds(group).ProveProducts;
  const said = new Map([[self, own]]);
  const prove = (verifier: PartyIndex, factor: Factor, secret: AffineSecret) => {
    const statement = productStatement(group, commitments, said, factor, self, verifier);
    return proveAffG(group.setting, productContext(place, self, verifier, factor), statement, secret, random);
  };
  return new Map(
    [...made].map(([j, { secrets }]) => {
      const proofs = { gamma: prove(j, 'gamma', secrets.gamma), x: prove(j, 'x', secrets.x) };
      return [j, encodeCbor(codec, proofs)];
    }),
  );
}

export function productContext(
  { group, session }: Pick<PresignPlace, 'group' | 'session'>,
  prover: PartyIndex,
  verifier: PartyIndex,
  factor: Factor,
) {
  return proofContext(group, session, { round: 2, slot: `product-${factor}`, prover, verifier });
}
