import { assignmentFor, checkAssignment, RequestRejected, SCHEMES, signersOf } from '@quorate/tss-core';
import { dealKey, type QuorumSketch, seededRandom, structureOf } from '@quorate/tss-core/testing';
import { describe, expect, test } from 'vitest';
import { forcedAssignment, forcedSignature, jointSecret, maySign, subsetsOf } from './core/forcedSigning.ts';

// Exhaustive: for each structure, every set of its parties either may sign, and does, or may not, and cannot.

const STRUCTURES: readonly (readonly [string, readonly QuorumSketch[]])[] = [
  ['2 of 3', [[2, [1, 2, 3]]]],
  ['3 of 5', [[3, [1, 2, 3, 4, 5]]]],
  ['4 of 7', [[4, [1, 2, 3, 4, 5, 6, 7]]]],
  ['7 of 7', [[7, [1, 2, 3, 4, 5, 6, 7]]]],
  [
    '2 of 3 AND 1 of 1',
    [
      [2, [1, 2, 3]],
      [1, [4]],
    ],
  ],
  [
    '2 of 3 AND 1 of 2',
    [
      [2, [1, 2, 3]],
      [1, [4, 5]],
    ],
  ],
  [
    '2 of 3 AND 1 of 2 AND 2 of 2',
    [
      [2, [1, 3, 5]],
      [1, [2, 4]],
      [2, [6, 7]],
    ],
  ],
  [
    '1 of 2 AND 1 of 2 AND 2 of 3',
    [
      [1, [1, 2]],
      [1, [3, 4]],
      [2, [5, 6, 7]],
    ],
  ],
];
const MESSAGE = Uint8Array.of(1, 2, 3);

describe.each(SCHEMES)('%s', (scheme) => {
  test.each(STRUCTURES)('%s: the shares of a set make the key exactly if it may sign', (_, quorums) => {
    const structure = structureOf(scheme, ...quorums);
    const key = dealKey(structure, seededRandom('exhaustive'));
    const { group } = key.publicKey.suite;
    const everybody = structure.quorums.map(({ members }) => members);
    const x = jointSecret(key, everybody);
    expect(group.generator.multiply(x).equals(key.publicKey.groupKey)).toBe(true);
    for (const set of subsetsOf(structure)) {
      const assignment = assignmentFor(structure, new Set(set));
      expect(assignment !== undefined, String(set)).toBe(maySign(structure, set));
      expect(jointSecret(key, assignment ?? forcedAssignment(structure, set)) === x, String(set)).toBe(
        maySign(structure, set),
      );
    }
  });
});

describe.each(['frost-ed25519', 'frost-secp256k1-tr'] as const)('%s', (scheme) => {
  test.each(STRUCTURES)('%s: exactly the sets that may sign do', (_, quorums) => {
    const structure = structureOf(scheme, ...quorums);
    const random = seededRandom('exhaustive signatures');
    const key = dealKey(structure, random);
    const { suite, signingKey } = key.publicKey;
    const signs = (assignment: ReturnType<typeof forcedAssignment>) =>
      suite.verify(forcedSignature(key, assignment, MESSAGE, random), MESSAGE, signingKey.publicKey);
    const tried = new Set<string>();
    for (const set of subsetsOf(structure).slice(1)) {
      const assignment = assignmentFor(structure, new Set(set));
      if (!assignment) {
        const forced = forcedAssignment(structure, set);
        expect(() => checkAssignment(structure, forced), String(set)).toThrow(RequestRejected);
        expect(signs(forced), String(set)).toBe(false);
      } else if (!tried.has(String(assignment))) {
        tried.add(String(assignment));
        checkAssignment(structure, assignment);
        expect(signersOf(assignment).every((party) => set.includes(party))).toBe(true);
        expect(signs(assignment), String(set)).toBe(true);
      }
    }
  });
});
