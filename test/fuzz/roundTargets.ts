import { ciphersuite, SCHEMES, type SchemeId } from '@quorate/tss-core';
import { nonceCommitmentCodec, strictNonceCommitmentCodec } from '@quorate/tss-core/frost';
import {
  keygenScenario,
  preparedScenario,
  Recording,
  type Scenario,
  SEED,
  signingScenario,
  structureOf,
} from '@quorate/tss-core/testing';
import { affineCodec, elementCodec, pointCodec, scalarCodec } from '@quorate/tss-core/wire';
import { codecTarget, type FuzzTarget, valueTarget } from './target.ts';

/** The bodies of every round of keygen and FROST with every suite, and the points and scalars in them. */
export function roundTargets(): readonly FuzzTarget[] {
  return SCHEMES.flatMap((scheme) => [...bodyTargets(scheme), ...partTargets(scheme)]);
}

function bodyTargets(scheme: SchemeId): readonly FuzzTarget[] {
  const structure = structureOf(scheme, [2, [1, 2, 3]]);
  const assignment = structure.quorums.map(({ members, threshold }) => members.slice(0, threshold));
  const scenarios: readonly Scenario[] = [
    keygenScenario(structure),
    signingScenario(structure, assignment),
    preparedScenario(structure, assignment),
  ];
  return scenarios.flatMap((scenario) =>
    scenario
      .messages(Recording.of(scenario, SEED))
      .map(({ name, label = '', codec, body }) => codecTarget(`${scheme} ${name} ${label}`.trim(), [], codec, [body])),
  );
}

function partTargets(scheme: SchemeId): readonly FuzzTarget[] {
  const { group } = ciphersuite(scheme);
  const { generator } = group;
  const points = [2n, 3n, group.order - 1n].map((scalar) => generator.multiply(scalar));
  const pairs = points.map((hiding) => ({ hiding, binding: generator }));
  return [
    valueTarget(`${scheme} element`, ['elementCodec'], elementCodec(group), points),
    valueTarget(`${scheme} point`, ['pointCodec'], pointCodec(group), points),
    valueTarget(`${scheme} affine point`, ['affineCodec'], affineCodec(group), points),
    valueTarget(`${scheme} scalar`, ['scalarCodec'], scalarCodec(group), [0n, 1n, group.order - 1n]),
    valueTarget(`${scheme} commitment`, ['nonceCommitmentCodec'], nonceCommitmentCodec(group), pairs),
    valueTarget(
      `${scheme} strict commitment`,
      ['strictNonceCommitmentCodec'],
      strictNonceCommitmentCodec(group),
      pairs,
    ),
  ];
}
