import type { Random } from '../../bytes.ts';
import { Bug } from '../../errors.ts';
import type { Element } from '../../groups/ciphersuite.ts';
import type { PartyIndex } from '../../keys/structure.ts';
import { othersOf, ownPaillier } from '../ecdsaGroup.ts';
import { proveElog } from '../proofs/elog/proveElog.ts';
import { times } from '../proofs/points.ts';
import { deltaContext, gammaContext } from './judge.ts';
import type { Commitment, Factor, Multiplication, Opening } from './messages.ts';
import type { Nonces } from './nonces.ts';
import type { PresignPlace } from './place.ts';
import type { MadeProducts } from './products.ts';
import { deltaStatement, gammaStatement, productOf, type Said, saidBy } from './view.ts';

/** Fig. 8, round 2: Γ_i, Πelog, and the products for everybody else. */
export function reveal(
  { group, self, session }: PresignPlace,
  { gamma, b }: Nonces,
  commitment: Commitment,
  made: ReadonlyMap<PartyIndex, MadeProducts>,
  random: Random,
): Multiplication {
  const Gamma = group.setting.group.generator.multiply(gamma);
  const statement = gammaStatement(group, commitment, Gamma);
  const secret = { y: gamma, lambda: b };
  const psi = proveElog(group.setting, gammaContext(group, session, self), statement, secret, random);
  return { Gamma, psi, products: [...made.values()].map(({ products }) => products) };
}

/** δ_i or χ_i: one's own product, what the others' products for oneself decrypt to (α), and one's masks (β = −y). */
export function addUp(
  { group, self }: PresignPlace,
  factor: Factor,
  k: bigint,
  multiplications: Said<Multiplication>,
  made: ReadonlyMap<PartyIndex, MadeProducts>,
): bigint {
  const { reduce } = group.setting.group;
  return othersOf(group, self).reduce(
    (sum, j) => {
      const { D } = productOf(group, multiplications, factor, j, self);
      const alpha = ownPaillier(group, self).decrypt(D);
      return reduce(sum + alpha - saidBy(made, j).secrets[factor].y);
    },
    reduce(k * ownFactor(made, factor)),
  );
}

/** γ_i or w_i, as it stands in every product. */
function ownFactor(made: ReadonlyMap<PartyIndex, MadeProducts>, factor: Factor): bigint {
  const [first] = made.values();
  if (!first) throw new Bug('a single signer multiplies with nobody');
  return first.secrets[factor].x;
}

/** Fig. 8, round 3: δ_i, Δ_i, S_i and Πelog. */
export function open(
  { group, self, session }: PresignPlace,
  { k, a }: Nonces,
  commitment: Commitment,
  Gamma: Element,
  { delta, chi }: { readonly delta: bigint; readonly chi: bigint },
  random: Random,
): Opening {
  const { setting } = group;
  const Delta = times(setting.group, Gamma, k);
  const statement = deltaStatement(commitment, Delta, Gamma);
  const psi = proveElog(setting, deltaContext(group, session, self), statement, { y: k, lambda: a }, random);
  return { delta, Delta, S: times(setting.group, Gamma, chi), psi };
}
