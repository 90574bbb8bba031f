import { describe, expect, test } from 'vitest';
import { ciphersuite } from '../groups/index.ts';
import { isShareOfKey } from '../keys/acknowledgement.ts';
import { partyIndex, SCHEMES } from '../keys/structure.ts';
import { verifyCertificate } from '../keys/verifyCertificate.ts';
import { additiveShare } from '../sharing/additiveShares.ts';
import { corrupting, dropping, misreporting } from '../testing/adversaries.ts';
import { identitiesOf, keygenResults, seededRandom, simulateKeygen, structureOf } from '../testing/index.ts';

const p = partyIndex;

describe.each(SCHEMES)('keygen %s', (scheme) => {
  const { group } = ciphersuite(scheme);

  test.each([
    ['2 of 3', structureOf(scheme, [2, [1, 2, 3]])],
    ['3 of 5', structureOf(scheme, [3, [1, 2, 3, 4, 5]])],
    ['2 of 3 AND 1 of 1', structureOf(scheme, [2, [1, 2, 3]], [1, [4]])],
    ['2 of 3 AND 1 of 2', structureOf(scheme, [2, [1, 2, 3]], [1, [4, 5]])],
  ])('%s: all parties hold shares of one certified key', (_, structure) => {
    const results = keygenResults(simulateKeygen(structure, 'happy'));
    const certificates = [...results.values()].map((result) => result.certificate);
    expect(new Set(certificates.map((certificate) => JSON.stringify(certificate))).size).toBe(1);
    for (const { certificate, share } of results.values()) {
      verifyCertificate(certificate, identitiesOf(structure));
      expect(isShareOfKey(share, certificate)).toBe(true);
    }
    const assignment = structure.quorums.map((quorum) => quorum.members.slice(0, quorum.threshold));
    const x = assignment.flat().reduce((sum, index) => {
      const result = results.get(index);
      if (!result) throw new Error('no result');
      return sum + additiveShare(group, assignment, index, group.decodeScalar(result.share.secret));
    }, 0n);
    const groupKey = certificates[0]?.statement.groupKey;
    expect(group.encodeElement(group.generator.multiply(group.reduce(x)))).toEqual(groupKey);
  });

  test('any delivery order gives the same certificate', () => {
    const structure = structureOf(scheme, [2, [1, 2, 3]]);
    const inOrder = keygenResults(simulateKeygen(structure, 'order')).get(p(1));
    const shuffled = keygenResults(simulateKeygen(structure, 'order', { schedule: seededRandom('shuffle') })).get(p(1));
    expect(shuffled?.certificate).toEqual(inOrder?.certificate);
  });
});

const structure = structureOf('frost-ed25519', [2, [1, 2, 3]]);

test('attack 39: a silent party is named missing, and nobody is blamed', () => {
  const { outcomes } = simulateKeygen(structure, 1, { adversary: dropping(p(2), { round: 1 }) });
  expect(outcomes.get(p(1))).toMatchObject({ kind: 'stalled', missing: [2] });
  expect(outcomes.get(p(3))).toMatchObject({ kind: 'stalled', missing: [2] });
});

test('attack 9: different dealings to different parties are proven by two signed envelopes, and nobody gets a key', () => {
  const other = seededRandom('another proof');
  const adversary = corrupting(p(2), { round: 1, to: 'all', receivers: [p(3)] }, () =>
    other(34).with(0, 0x58).with(1, 32),
  );
  const { outcomes } = simulateKeygen(structure, 2, { adversary });
  const honest = [outcomes.get(p(1)), outcomes.get(p(3))];
  expect(honest.some((outcome) => outcome?.kind === 'fault')).toBe(true);
  for (const outcome of honest) {
    expect(outcome?.kind).not.toBe('done');
    if (outcome?.kind === 'fault') {
      expect(outcome.fault.code).toBe('equivocation');
      expect(outcome.fault.culprits).toEqual([2]);
      expect(outcome.evidence.map((envelope) => envelope.from)).toEqual([2, 2]);
    }
  }
});

test('a false report of what was received convicts nobody', () => {
  const adversary = misreporting(p(2), { round: 2, to: 'all' }, new Uint8Array(32).fill(7));
  const { outcomes } = simulateKeygen(structure, 3, { adversary });
  for (const index of [p(1), p(3)]) {
    expect(outcomes.get(index)).toMatchObject({ kind: 'stalled' });
  }
});

test('attack 15: a wrong dealt share convicts its dealer through a complaint', () => {
  const adversary = corrupting(p(2), { round: 2, to: 'direct', receivers: [p(1)] }, (body) =>
    body.with(10, (body[10] ?? 0) ^ 1),
  );
  const { outcomes } = simulateKeygen(structure, 4, { adversary });
  expect(outcomes.get(p(1))).toMatchObject({ kind: 'fault', fault: { code: 'wrong-dealt-share', culprits: [2] } });
});
