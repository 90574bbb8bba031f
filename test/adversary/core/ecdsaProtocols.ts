import { type Assignment, partyIndex } from '@quorate/tss-core';
import {
  auxScenario,
  auxSecretsOfNode,
  blameScenario,
  type Crook,
  ecdsaKey,
  type Factor,
  interactiveScenario,
  onlineScenario,
  presignScenario,
  structureOf,
} from '@quorate/tss-core/testing';
import type { MatrixProtocol } from './protocols.ts';
import '../../support/nativePowers.ts';

const [p1, p2, p3] = [partyIndex(1), partyIndex(2), partyIndex(3)];
const TWO: Assignment = [[p1, p2]];
const THREE: Assignment = [[p1, p2, p3]];
const twoOfThree = ecdsaKey('ecdsa-secp256k1', [[2, [1, 2, 3]]]);
const threeOfFive = ecdsaKey('ecdsa-secp256k1', [[3, [1, 2, 3, 4, 5]]]);

const about: Pick<MatrixProtocol, 'extentOf' | 'suites'> = { extentOf: () => 'samples', suites: ['ecdsa-secp256k1'] };

export const AUX: MatrixProtocol = {
  ...about,
  title: 'Aux ceremony',
  about: 'Parties 1 and 2; party 2 is corrupt.',
  scenario: () => auxScenario(structureOf('ecdsa-secp256k1', [2, [1, 2]])),
};

export const PRESIGN: MatrixProtocol = {
  ...about,
  title: 'Presigning',
  about: 'Parties 1 and 2 of 2 of {1, 2, 3}; party 2 is corrupt.',
  scenario: () => presignScenario(twoOfThree, TWO),
};

const lying: Crook = { opening: (said) => ({ ...said, delta: said.delta + 1n }) };
const lyingAboutS: Crook = { opening: ({ S, ...said }) => ({ ...said, S: S.add(S) }) };

export const FAILED_NONCE: MatrixProtocol = {
  ...about,
  title: 'Presigning with a false δ, and the search for its author',
  about: 'Parties 1 and 2 of 2 of {1, 2, 3}; party 2 lied about δ in round 3.',
  scenario: () => blameScenario(twoOfThree, TWO, new Map([[p2, lying]]), ['alert']),
};

export const FAILED_CHI: MatrixProtocol = {
  ...about,
  title: 'Presigning with a false S, and the search for its author',
  about: 'Parties 1 and 2 of 2 of {1, 2, 3}; party 2 lied about S in round 3.',
  scenario: () => blameScenario(twoOfThree, TWO, new Map([[p2, lyingAboutS]]), ['alert']),
};

/** For party 3, which says nothing about it. */
function falseProduct(factor: Factor): Crook {
  const { paillier } = auxSecretsOfNode(p3);
  return {
    products: (truth) =>
      new Map(
        [...truth].map(([to, made]) => {
          if (to !== p3) return [to, made];
          const { D, F } = made.products[factor];
          const product = { D: paillier.add(D, paillier.encrypt(1n, 1n)), F };
          return [to, { ...made, products: { ...made.products, [factor]: product } }];
        }),
      ),
  };
}

function withFalseProduct(factor: Factor, ofWhat: string): MatrixProtocol {
  const crooks = new Map([
    [p2, falseProduct(factor)],
    [p3, {}],
  ]);
  return {
    ...about,
    title: `Presigning with a false product of ${ofWhat}, and the search for its author`,
    about: 'Parties 1, 2 and 3 of 3 of {1, 2, 3, 4, 5}; party 2 made a false product for party 3, its accomplice.',
    scenario: () => blameScenario(threeOfFive, THREE, crooks, ['product']),
  };
}

export const FALSE_PRODUCT_OF_GAMMA: MatrixProtocol = withFalseProduct('gamma', 'γ');
export const FALSE_PRODUCT_OF_X: MatrixProtocol = withFalseProduct('x', 'its share of the key');

export const ONLINE: MatrixProtocol = {
  ...about,
  title: 'Signing with a presignature',
  about: 'Parties 1 and 2 of 2 of {1, 2, 3} sign for a derived key; party 2 is corrupt.',
  scenario: () => onlineScenario(twoOfThree, TWO),
};

export const INTERACTIVE: MatrixProtocol = {
  ...about,
  title: 'Presigning and signing in one session',
  about: 'Parties 1 and 2 of 2 of {1, 2, 3} sign for a derived key; party 2 is corrupt. Rounds 1 and 2 are as above.',
  scenario: () => interactiveScenario(twoOfThree, TWO),
};

export const ECDSA_PROTOCOLS: readonly MatrixProtocol[] = [
  AUX,
  PRESIGN,
  FAILED_NONCE,
  FAILED_CHI,
  FALSE_PRODUCT_OF_GAMMA,
  FALSE_PRODUCT_OF_X,
  ONLINE,
  INTERACTIVE,
];
