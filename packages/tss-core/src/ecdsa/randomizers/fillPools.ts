import type { Random } from '../../bytes.ts';
import type { PublicKeys } from '../auxInfo/publicKeys.ts';
import type { PaillierPublicKey } from '../paillier/paillierPublicKey.ts';
import type { EcdsaProfile } from '../parameters.ts';
import type { RingPedersen } from '../pedersen/ringPedersen.ts';
import { SECRET } from '../proofs/masks.ts';
import type { PowerStock, PreparedPower } from './powerStock.ts';
import type { RandomizerPools } from './randomizerPools.ts';

/** What one presigning draws under one's own N: for K and G, and for each other signer two F, D of two Πenc-elg, B_y of two Πaff-g. */
const OWN = { once: 2, perOther: 6 };
/** Under the N_j of another: two D, and A of two Πaff-g. */
const OTHERS = 4;
/** Under its N̂_j: S of two Πenc-elg, S and T of two Πaff-g; and T, E and F, whose masks are longer by ε. */
const BLINDINGS = 6;

/** Who will presign. Their keys draw from no pools themselves. */
export interface Signers {
  readonly profile: EcdsaProfile;
  /** One's own: with the factors it is three times as fast. */
  readonly own: PaillierPublicKey;
  readonly others: readonly PublicKeys[];
}

/**
 * Prepares what so many presignings of these signers draw, as far as it is not there yet: for one after the other, and
 * after each power it yields, so that whoever drives it can give way to what is awaited.
 */
export function* fillPools(
  pools: RandomizerPools,
  { own, others, profile: { ell, epsilon } }: Signers,
  presignings: number,
  random: Random,
): Generator<void, void, void> {
  for (let ready = 1; ready <= presignings; ready++) {
    const ofOwn = ready * (OWN.once + others.length * OWN.perOther);
    yield* fill(pools.paillier(own.modulus), ofOwn, () => randomizer(own, random));
    for (const { paillier, pedersen } of others) {
      yield* fill(pools.paillier(paillier.modulus), ready * OTHERS, () => randomizer(paillier, random));
      for (const bits of [ell, ell + epsilon]) {
        yield* fill(pools.pedersen(pedersen, bits), ready * BLINDINGS, () => blinding(pedersen, bits, random));
      }
    }
  }
}

function* fill(stock: PowerStock, size: number, prepare: () => PreparedPower): Generator<void, void, void> {
  while (stock.size < size) {
    stock.add(prepare());
    yield;
  }
}

function randomizer(key: PaillierPublicKey, random: Random): PreparedPower {
  const rho = key.sampleRandomizer(random);
  return { value: rho, power: key.nthPower(rho) };
}

/** t^μ commits to nothing. */
function blinding(pedersen: RingPedersen, bits: number, random: Random): PreparedPower {
  const mu = pedersen.sampleBlinding(bits, random);
  return { value: mu, power: pedersen.commit(0n, mu, SECRET) };
}
