import { describe, expect, test } from 'vitest';
import type { Random } from '../../bytes.ts';
import { type PartyIndex, partyIndex } from '../../keys/structure.ts';
import { honestNetwork } from '../../testing/cheating.ts';
import { resultsOf } from '../../testing/results.ts';
import { seededRandom } from '../../testing/seededRandom.ts';
import { bigintModExp } from '../arithmetic/bigintModExp.ts';
import type { ModExp } from '../arithmetic/modExp.ts';
import { isWithinScaled } from '../arithmetic/ranges.ts';
import { sampleUnit } from '../arithmetic/sampling.ts';
import { publicKeysOf } from '../auxInfo/publicKeys.ts';
import { PaillierPublicKey } from '../paillier/paillierPublicKey.ts';
import { RingPedersen } from '../pedersen/ringPedersen.ts';
import { facMasks } from '../proofs/fac/proveFac.ts';
import { SECRET, sampleMask } from '../proofs/masks.ts';
import { testParty } from '../testing/parties.ts';
import { ecdsaKey, RUN_SETTING, simulateEcdsaSign, simulatePresign } from '../testing/simulateEcdsa.ts';
import { fillPools } from './fillPools.ts';
import { PowerStock } from './powerStock.ts';
import { RandomizerPools } from './randomizerPools.ts';

const p = partyIndex;
const { profile } = RUN_SETTING;
const { ell, epsilon } = profile;
const key = ecdsaKey('ecdsa-secp256k1', [[2, [1, 2, 3, 4, 5]]]);
const keysOf = (party: PartyIndex) => publicKeysOf(RUN_SETTING, key.aux.statement, party);

/** What `self` prepares to presign with these others. */
function filling(pools: RandomizerPools, self: PartyIndex, signers: readonly PartyIndex[], presignings: number) {
  const others = signers.filter((party) => party !== self).map(keysOf);
  const about = { own: keysOf(self), others, profile };
  return fillPools(pools, about, presignings, seededRandom(`pools of ${self}`));
}

function filled(signers: readonly PartyIndex[], presignings: number): Map<PartyIndex, RandomizerPools> {
  return new Map(
    signers.map((self) => {
      const pools = new RandomizerPools();
      for (const _ of filling(pools, self, signers, presignings));
      return [self, pools];
    }),
  );
}

/** Everything that a party has prepared for these signers. */
function stocksOf(pools: RandomizerPools, signers: readonly PartyIndex[]) {
  return signers.flatMap((party) => {
    const { paillier, pedersen } = keysOf(party);
    return [
      { kind: 'paillier', party, stock: pools.paillier(paillier.modulus) },
      { kind: 'short', party, stock: pools.pedersen(pedersen, ell) },
      { kind: 'long', party, stock: pools.pedersen(pedersen, ell + epsilon) },
    ] as const;
  });
}

const levels = (pools: Map<PartyIndex, RandomizerPools>, signers: readonly PartyIndex[]) =>
  [...pools].map(([self, own]) => [self, ...stocksOf(own, signers).map(({ stock }) => stock.size)]);

test.each([[[1, 2]], [[1, 3, 5]]])('a presigning of %o draws what is prepared for one, to the last', (indices) => {
  const signers = indices.map(p);
  const all = ecdsaKey('ecdsa-secp256k1', [[signers.length, [1, 2, 3, 4, 5]]]);
  const pools = filled(signers, 2);
  const presignatures = resultsOf(simulatePresign(all, [signers], 'drawing', { pools }).outcomes);
  expect(levels(pools, signers)).toEqual(levels(filled(signers, 1), signers));
  const signed = simulateEcdsaSign(all, [signers], presignatures, new Uint8Array(32).fill(7), 'signing');
  expect(resultsOf(signed.outcomes).size).toBe(signers.length);
});

test('what is missing is computed', () => {
  const signers = [1, 2].map(p);
  const pools = filled(signers, 1);
  pools
    .get(p(1))
    ?.paillier(keysOf(p(1)).paillier.modulus)
    .take();
  pools
    .get(p(2))
    ?.pedersen(keysOf(p(1)).pedersen, ell)
    .take();
  const { outcomes } = simulatePresign(key, [signers], 'missing', { pools });
  expect(resultsOf(outcomes).size).toBe(2);
  expect(levels(pools, signers).map(([, ...sizes]) => sizes)).toEqual([1, 2].map(() => [0, 0, 0, 0, 0, 0]));
});

test('attack 1: every power is that of its value, which is in its range, and no value comes twice', () => {
  const signers = [1, 2].map(p);
  const pools = filled(signers, 2).get(p(1)) ?? new RandomizerPools();
  const seen = new Set<bigint>();
  for (const { kind, party, stock } of stocksOf(pools, signers)) {
    const { paillier, pedersen } = keysOf(party);
    for (let one = stock.take(); one; one = stock.take()) {
      const { value, power } = one;
      if (kind === 'paillier') {
        expect(paillier.residues.contains(value)).toBe(true);
        expect(power).toBe(paillier.nthPower(value));
      } else {
        const bits = kind === 'short' ? ell : ell + epsilon;
        expect(isWithinScaled(value, bits, pedersen.modulus)).toBe(true);
        expect(power).toBe(pedersen.commit(0n, value, SECRET));
      }
      expect(seen).not.toContain(value);
      seen.add(value);
    }
  }
  expect(seen.size).toBe(2 * (8 + 4 + 6 + 6));
});

test('it is filled bit by bit, and what is there stays', () => {
  const signers = [1, 2].map(p);
  const pools = new RandomizerPools();
  let steps = 0;
  for (const _ of filling(pools, p(1), signers, 2)) if (++steps === 30) break;
  for (const _ of filling(pools, p(1), signers, 2)) steps++;
  expect(steps).toBe(2 * (8 + 4 + 6 + 6));
  expect([...filling(pools, p(1), signers, 2)]).toEqual([]);
});

test('what is ready for one presigning comes before anything for the next', () => {
  const signers = [1, 2].map(p);
  const pools = new RandomizerPools();
  let steps = 0;
  for (const _ of filling(pools, p(1), signers, 2)) if (++steps === 24) break;
  const one = new Map([[p(1), pools]]);
  expect(levels(one, signers)).toEqual([[1, 8, 0, 0, 4, 6, 6]]);
});

describe('keys that draw', () => {
  const prepared = (value: bigint, power: bigint) => {
    const stock = new PowerStock();
    stock.add({ value, power });
    return stock;
  };
  const { paillier, pedersen } = testParty(RUN_SETTING, 1);
  const random = seededRandom('draws');

  test('encrypt with the power that was prepared, once', () => {
    const stock = prepared(5n, 7n);
    const drawing = new PaillierPublicKey(paillier.modulus, RUN_SETTING.modExp, { randomizers: stock });
    expect(drawing.sampleRandomizer(random)).toBe(5n);
    expect([stock.size, drawing.encrypt(0n, 5n), drawing.encrypt(0n, 5n)]).toEqual([0, 7n, paillier.encrypt(0n, 5n)]);
    expect(drawing.sampleRandomizer(random)).not.toBe(5n);
  });

  test('commit with the power that was prepared, once', () => {
    const { modulus, s, t, parameters } = pedersen;
    const [short, long] = [prepared(5n, 7n), prepared(-6n, 8n)];
    const drawing = new RingPedersen(modulus, s, t, RUN_SETTING.modExp, {
      blindings: (bits) => (bits === ell ? short : long),
    });
    expect([drawing.sampleBlinding(ell + epsilon, random), drawing.sampleBlinding(ell, random)]).toEqual([-6n, 5n]);
    expect([drawing.commit(0n, -6n, SECRET), drawing.commit(1n, 5n, SECRET)]).toEqual([8n, (s * 7n) % modulus]);
    expect(drawing.commit(1n, 5n, SECRET)).toBe(parameters.commit(1n, 5n, SECRET));
    expect(isWithinScaled(drawing.sampleBlinding(ell, random), ell, modulus)).toBe(true);
  });

  test('attack 1: do not draw what another session drew', () => {
    const stock = prepared(5n, 7n);
    const keys = [1, 2].map(() => new PaillierPublicKey(paillier.modulus, RUN_SETTING.modExp, { randomizers: stock }));
    expect(keys[0]?.sampleRandomizer(random)).toBe(5n);
    expect(keys[1]?.sampleRandomizer(random)).not.toBe(5n);
    expect(keys[1]?.nthPower(5n)).toBe(paillier.nthPower(5n));
  });
});

describe('stocks', () => {
  const one = { value: 5n, power: 7n };

  test('are counted, and cleared', () => {
    const pools = filled([1, 2].map(p), 1).get(p(1));
    expect(pools?.size).toBe(24);
    const own = pools?.paillier(keysOf(p(1)).paillier.modulus);
    pools?.clear();
    expect([pools?.size, own?.size]).toEqual([0, 0]);
  });

  test('belong to one modulus, one base and one interval: a peer that takes those of another gets no power of theirs', () => {
    const pools = new RandomizerPools();
    pools.pedersen({ modulus: 35n, t: 2n }, 8).add(one);
    pools.paillier(35n).add(one);
    const others = [
      pools.pedersen({ modulus: 35n, t: 3n }, 8),
      pools.pedersen({ modulus: 33n, t: 2n }, 8),
      pools.pedersen({ modulus: 35n, t: 2n }, 9),
      pools.paillier(33n),
    ];
    expect(others.map(({ size }) => size)).toEqual([0, 0, 0, 0]);
    expect([pools.pedersen({ modulus: 35n, t: 2n }, 8).size, pools.paillier(35n).size]).toEqual([1, 1]);
  });

  test('are 128 at most: those that nobody has asked for longest are forgotten', () => {
    const pools = new RandomizerPools();
    for (let modulus = 0n; modulus < 128n; modulus++) pools.paillier(modulus).add(one);
    pools.paillier(0n);
    pools.paillier(128n).add(one);
    expect([pools.size, pools.paillier(0n).size, pools.paillier(1n).size]).toEqual([128, 1, 0]);
  });
});

describe('what is prepared', () => {
  const { paillier, pedersen } = keysOf(p(1));

  test('is drawn as sessions draw it', () => {
    const drawn = (draw: (random: Random) => bigint) => draw(seededRandom('the same'));
    const fresh = sampleUnit(paillier.modulus, seededRandom('the same'));
    expect(drawn((random) => paillier.sampleRandomizer(random))).toBe(fresh);
    expect(drawn((random) => paillier.prepareRandomizer(random).value)).toBe(fresh);
    for (const bits of [ell, ell + epsilon]) {
      const mask = sampleMask(bits, seededRandom('the same'), pedersen.modulus);
      expect(drawn((random) => pedersen.sampleBlinding(bits, random))).toBe(mask);
      expect(drawn((random) => pedersen.prepareBlinding(bits, random).value)).toBe(mask);
    }
  });

  test('is raised as secret exponents are', () => {
    const secrecy: boolean[] = [];
    const modExp: ModExp = {
      pow(base, exponent, modulus, options) {
        secrecy.push(options.secret);
        return bigintModExp.pow(base, exponent, modulus, options);
      },
      forget: () => undefined,
    };
    const { modulus, s, t } = pedersen;
    new RingPedersen(modulus, s, t, modExp).prepareBlinding(ell, seededRandom('secret'));
    new PaillierPublicKey(paillier.modulus, modExp).prepareRandomizer(seededRandom('public'));
    expect(secrecy).toEqual([true, false]);
  });
});

test('Πfac draws its blindings from the intervals of Fig. 26', () => {
  const asked: number[] = [];
  const { modulus, s, t } = keysOf(p(2)).pedersen;
  const blindings = (bits: number) => {
    asked.push(bits);
    return new PowerStock();
  };
  const pedersen = new RingPedersen(modulus, s, t, RUN_SETTING.modExp, { blindings });
  facMasks(RUN_SETTING, { N0: keysOf(p(1)).paillier, pedersen }, seededRandom('fac'));
  expect(asked).toEqual([ell, ell, ell + epsilon, ell + epsilon]);
});

test('who cheats is named all the same', () => {
  const signers = [1, 2].map(p);
  const crooks = new Map([
    [p(2), { opening: <T extends { delta: bigint }>(said: T) => ({ ...said, delta: said.delta + 1n }) }],
  ]);
  const { outcomes } = simulatePresign(key, [signers], 'crooked', {
    ...{ pools: filled(signers, 1), crooks, adversary: honestNetwork(p(2)) },
  });
  expect(outcomes.get(p(1))).toMatchObject({ kind: 'fault', fault: { culprits: [2] } });
});
