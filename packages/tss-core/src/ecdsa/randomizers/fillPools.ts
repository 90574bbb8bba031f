import type { Random } from '../../bytes.ts';
import type { PublicKeys } from '../auxInfo/publicKeys.ts';
import type { EcdsaProfile } from '../parameters.ts';
import type { PowerStock, PreparedPower } from './powerStock.ts';
import type { RandomizerPools } from './randomizerPools.ts';

/** What one presigning draws under one's own N: for K and G, and for each other signer two F, D of two Πenc-elg, B_y of two Πaff-g. */
const OWN = { once: 2, perOther: 6 };
/** Under the N_j of another: two D, and A of two Πaff-g. */
const OTHERS = 4;
/** Under its N̂_j: S of two Πenc-elg, S and T of two Πaff-g; and T, E and F, whose masks are longer by ε. */
const BLINDINGS = 6;

/** The public keys of those who will presign. */
export interface Presigners {
  readonly profile: EcdsaProfile;
  readonly own: PublicKeys;
  readonly others: readonly PublicKeys[];
}

/**
 * Prepares what so many presignings of these signers draw, as far as it is not there yet: for one after the other, and
 * after each power it yields, so that whoever drives it can give way to what is awaited. It takes no secrets: with the
 * factors of one's own N it would be done sooner, but they would have to be held meanwhile.
 */
export function* fillPools(
  pools: RandomizerPools,
  { own, others, profile: { ell, epsilon } }: Presigners,
  presignings: number,
  random: Random,
): Generator<void, void, void> {
  const randomizers = ({ paillier }: PublicKeys, size: number) =>
    fill(pools.paillier(paillier.modulus), size, () => paillier.prepareRandomizer(random));
  const blindings = ({ pedersen }: PublicKeys, bits: number, size: number) =>
    fill(pools.pedersen(pedersen, bits), size, () => pedersen.prepareBlinding(bits, random));

  for (let ready = 1; ready <= presignings; ready++) {
    yield* randomizers(own, ready * (OWN.once + others.length * OWN.perOther));
    for (const other of others) {
      yield* randomizers(other, ready * OTHERS);
      yield* blindings(other, ell, ready * BLINDINGS);
      yield* blindings(other, ell + epsilon, ready * BLINDINGS);
    }
  }
}

function* fill(stock: PowerStock, size: number, prepare: () => PreparedPower): Generator<void, void, void> {
  while (stock.size < size) {
    stock.add(prepare());
    yield;
  }
}
