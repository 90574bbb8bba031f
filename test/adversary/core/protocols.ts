import type { Assignment, KeyStructure, SchemeId } from '@quorate/tss-core';
import {
  type Extent,
  keygenScenario,
  preparedScenario,
  type QuorumSketch,
  type Scenario,
  signingScenario,
  structureOf,
} from '@quorate/tss-core/testing';

/** One protocol of which the matrix corrupts everything, under a heading of its own. */
export interface MatrixProtocol {
  readonly title: string;
  readonly about: string;
  scenario(scheme: SchemeId): Scenario;
  extentOf(scheme: SchemeId): Extent;
  /** What it is run with; `SUITES` if it does not say. */
  readonly suites?: readonly SchemeId[];
}

/** With points of 32 bytes and a cofactor, and with points of 33 bytes, parities and a tweak. */
export const SUITES: readonly SchemeId[] = ['frost-ed25519', 'frost-secp256k1-tr'];

/** Envelopes and frames know nothing of suite and quorums: they are tried once for each protocol, with the faster suite. */
const envelopesWithTaproot = (scheme: SchemeId): Extent =>
  scheme === 'frost-secp256k1-tr' ? 'bodies and envelopes' : 'bodies';

export const KEYGEN: MatrixProtocol = {
  title: 'Keygen of one quorum',
  about: '2 of {1, 2, 3}; party 2 is corrupt.',
  scenario: (scheme) => keygenScenario(structureOf(scheme, ...SINGLE)),
  extentOf: envelopesWithTaproot,
};

export const KEYGEN_OF_CONJUNCTION: MatrixProtocol = {
  title: 'Keygen of a conjunction of quorums',
  about: '2 of {1, 2} AND 1 of {3}; party 2 is corrupt.',
  scenario: (scheme) => keygenScenario(structureOf(scheme, ...CONJUNCTION)),
  extentOf: () => 'bodies',
};

export const SIGNING: MatrixProtocol = {
  title: 'FROST signing, one quorum',
  about: 'Parties 1, 2 and 3 of 3 of {1, 2, 3, 4} sign two messages; party 2 is corrupt.',
  scenario: (scheme) => signing(signingScenario, structureOf(scheme, [3, [1, 2, 3, 4]])),
  extentOf: () => 'bodies',
};

export const SIGNING_OF_CONJUNCTION: MatrixProtocol = {
  title: 'FROST signing, a conjunction of quorums',
  about: '2 of {1, 2} AND 1 of {3} sign two messages; party 2 is corrupt.',
  scenario: (scheme) => signing(signingScenario, structureOf(scheme, ...CONJUNCTION)),
  extentOf: envelopesWithTaproot,
};

export const PREPARED_SIGNING: MatrixProtocol = {
  title: 'FROST signing in one round, with commitments given in advance',
  about: '2 of {1, 2} AND 1 of {3} sign two messages; party 2 is corrupt.',
  scenario: (scheme) => signing(preparedScenario, structureOf(scheme, ...CONJUNCTION)),
  extentOf: envelopesWithTaproot,
};

export const PROTOCOLS: readonly MatrixProtocol[] = [
  KEYGEN,
  KEYGEN_OF_CONJUNCTION,
  SIGNING,
  SIGNING_OF_CONJUNCTION,
  PREPARED_SIGNING,
];

const SINGLE: readonly QuorumSketch[] = [[2, [1, 2, 3]]];
const CONJUNCTION: readonly QuorumSketch[] = [
  [2, [1, 2]],
  [1, [3]],
];

function signing(
  scenarioOf: (structure: KeyStructure, assignment: Assignment) => Scenario,
  structure: KeyStructure,
): Scenario {
  const assignment = structure.quorums.map(({ members, threshold }) => members.slice(0, threshold));
  return scenarioOf(structure, assignment);
}
