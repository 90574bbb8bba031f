import { describe, expect, test } from 'vitest';
import type { FaultCode } from '../errors.ts';
import { ciphersuite } from '../groups/index.ts';
import { type PartyIndex, partyIndex } from '../keys/structure.ts';
import type { SessionOutcome } from '../session/sessionOutcome.ts';
import {
  type Cheat,
  changingBroadcast,
  changingDealing,
  changingDirect,
  complainingAbout,
  corrupting,
  identitySecretOf,
  keygenResults,
  randomBelow,
  seededRandom,
  simulateKeygen,
  simulateSigning,
  structureOf,
  TEST_TRUST,
} from '../testing/index.ts';
import { type Envelope, signEnvelope } from '../wire/envelope.ts';
import { buildEvidence, type EvidenceSubject, encodeEvidence } from './evidence.ts';
import { verifyEvidence } from './verifyEvidence.ts';

const p = partyIndex;
const SEED = 'a cheat';
const structure = structureOf('frost-ed25519', [2, [1, 2, 3]]);
const suite = ciphersuite('frost-ed25519');

type Fault = SessionOutcome<unknown> & { kind: 'fault' };

function faultsOf(outcomes: ReadonlyMap<PartyIndex, SessionOutcome<unknown>>, cheat: PartyIndex): readonly Fault[] {
  return [...outcomes].flatMap(([party, outcome]) => (party !== cheat && outcome.kind === 'fault' ? [outcome] : []));
}

function convict(fault: Fault, subject: EvidenceSubject) {
  return verifyEvidence(encodeEvidence(buildEvidence(fault.fault, fault.evidence, subject)), TEST_TRUST);
}

function flip(body: Uint8Array, at: number): Uint8Array {
  return body.with(at, (body[at] ?? 0) ^ 1);
}

const run = keygenResults(simulateKeygen(structure, 'key'));
const ASSIGNMENT = [[p(1), p(2)]];
const MESSAGES = [Uint8Array.of(1, 2, 3), Uint8Array.of(4)];

const keygenCheats: readonly (readonly [FaultCode, string, Cheat])[] = [
  ['malformed-message', 'a dealing that does not decode', changingBroadcast(p(2), 2, () => Uint8Array.of(1))],
  [
    'bad-opening',
    'attack 7: a dealing other than the committed one',
    changingBroadcast(p(2), 1, (body) => flip(body, 9)),
  ],
  [
    'wrong-commitment-length',
    'attack 8: a commitment vector too long',
    changingDealing(structure, SEED, p(2), (d) => ({ ...d, commitments: [...d.commitments, suite.group.generator] })),
  ],
  [
    'wrong-commitment-length',
    'attack 8: a commitment vector too short',
    changingDealing(structure, SEED, p(2), (d) => ({ ...d, commitments: d.commitments.slice(1) })),
  ],
  [
    'bad-proof-of-possession',
    'attack 7: no proof of possession',
    changingDealing(structure, SEED, p(2), (d) => ({ ...d, proof: { ...d.proof, z: d.proof.z + 1n } })),
  ],
  ['wrong-dealt-share', 'attack 15: a wrong dealt share', changingDirect(p(2), 2, p(1), (body) => flip(body, 10))],
  [
    'wrong-dealt-share',
    'attack 15: a dealt share that does not decode',
    changingDirect(p(2), 2, p(3), () => Uint8Array.of(0)),
  ],
  ['false-complaint', 'attack 15: a complaint that opens nothing', complainingAbout(p(2), p(1), new Uint8Array(3))],
  ['false-complaint', 'a complaint about itself', complainingAbout(p(2), p(2), new Uint8Array(3))],
  ['false-complaint', 'a complaint about a party that does not exist', complainingAbout(p(2), p(9), new Uint8Array(3))],
  [
    'wrong-certificate-signature',
    'a certificate signature that does not verify',
    changingBroadcast(p(2), 4, (body) => flip(body, 40)),
  ],
];

describe('evidence of keygen cheats', () => {
  test.each(keygenCheats)('%s: %s convicts its author offline', (code, _, cheat) => {
    const { outcomes, descriptor } = simulateKeygen(structure, SEED, { cheat });
    const faults = faultsOf(outcomes, p(2));
    expect(faults.length).toBeGreaterThan(0);
    for (const fault of faults) {
      const conviction = convict(fault, { kind: 'keygen', value: { descriptor } });
      expect(conviction).toMatchObject({ code, kind: 'keygen', culprits: [{ party: 2, node: 'node-2' }] });
    }
    for (const party of [p(1), p(3)]) expect(outcomes.get(party)?.kind).not.toBe('done');
  });

  test('equivocation: two dealings of one party convict it', () => {
    const adversary = corrupting(p(2), { round: 1, receivers: [p(3)] }, (body) => flip(body, 9));
    const { outcomes, descriptor } = simulateKeygen(structure, SEED, { adversary });
    const faults = faultsOf(outcomes, p(2));
    expect(faults.length).toBeGreaterThan(0);
    for (const fault of faults) {
      const conviction = convict(fault, { kind: 'keygen', value: { descriptor } });
      expect(conviction).toMatchObject({ code: 'equivocation', culprits: [{ node: 'node-2' }] });
    }
  });
});

describe('evidence of signing cheats', () => {
  const falseShare = changingBroadcast(p(2), 2, (body) => flip(body, body.length - 20));

  test('attack 21: a false signature share convicts its sender offline', () => {
    const { outcomes, descriptor, certificate } = simulateSigning(run, ASSIGNMENT, MESSAGES, SEED, {
      cheat: falseShare,
    });
    const [fault] = faultsOf(outcomes, p(2));
    if (!fault) throw new Error('nobody noticed');
    const conviction = convict(fault, { kind: 'signing', value: { descriptor, certificate } });
    expect(conviction).toMatchObject({ code: 'invalid-share', kind: 'signing', culprits: [{ node: 'node-2' }] });
  });

  test('attack 21: a commitment list that the accused never answered to frames nobody', () => {
    const { outcomes, descriptor, certificate } = simulateSigning(run, ASSIGNMENT, MESSAGES, SEED, {
      cheat: falseShare,
    });
    const [fault] = faultsOf(outcomes, p(2));
    if (!fault) throw new Error('nobody noticed');
    // The honest party 1 is accused instead: party 2 re-signs its own commitments to make party 1's share look false.
    const [donor] = [...fault.evidence].filter((envelope) => envelope.from === 2 && envelope.round === 1);
    const other = simulateSigning(run, ASSIGNMENT, MESSAGES, 'other nonces', {});
    if (!donor) throw new Error('no commitments of party 2');
    const swapped = corruptEnvelope(donor, other.descriptor.requestHash);
    const envelopes = fault.evidence.map((envelope) => (envelope === donor ? swapped : envelope));
    const evidence = buildEvidence({ code: 'invalid-share', culprits: [p(1)] }, envelopes, {
      kind: 'signing',
      value: { descriptor, certificate },
    });
    expect(() => verifyEvidence(encodeEvidence(evidence), TEST_TRUST)).toThrow(/another list/);
  });

  test('evidence against an honest party, against another session or with one changed byte proves nothing', () => {
    const { outcomes, descriptor, certificate } = simulateSigning(run, ASSIGNMENT, MESSAGES, SEED, {
      cheat: falseShare,
    });
    const [fault] = faultsOf(outcomes, p(2));
    if (!fault) throw new Error('nobody noticed');
    const subject: EvidenceSubject = { kind: 'signing', value: { descriptor, certificate } };
    const accuse = (culprit: number, code: FaultCode, value = subject) =>
      verifyEvidence(
        encodeEvidence(buildEvidence({ code, culprits: [p(culprit)] }, fault.evidence, value)),
        TEST_TRUST,
      );
    for (const code of [
      'invalid-share',
      'equivocation',
      'malformed-message',
      'bad-opening',
      'false-complaint',
    ] as const) {
      expect(() => accuse(1, code)).toThrow(/proves nothing/);
    }
    const elsewhere: EvidenceSubject = {
      kind: 'signing',
      value: { descriptor: { ...descriptor, epoch: 2 }, certificate },
    };
    expect(() => accuse(2, 'invalid-share', elsewhere)).toThrow(/proves nothing/);
    const encoded = encodeEvidence(buildEvidence(fault.fault, fault.evidence, subject));
    const random = seededRandom('bytes');
    for (let i = 0; i < 60; i++) {
      const at = randomBelow(random, encoded.length);
      const changed = encoded.with(at, (encoded[at] ?? 0) ^ (1 + randomBelow(random, 255)));
      expect(() => verifyEvidence(changed, TEST_TRUST), `byte ${at}`).toThrow(/proves nothing/);
    }
    const stranger = { ...TEST_TRUST, cluster: new Uint8Array(32) };
    expect(() => verifyEvidence(encoded, stranger)).toThrow(/another cluster/);
  });
});

/** What party 2 could sign later to change the story. */
function corruptEnvelope(envelope: Envelope, noise: Uint8Array): Envelope {
  return signEnvelope(
    { ...envelope, body: envelope.body.map((byte, i) => (i === 20 ? byte ^ (noise[0] ?? 1) ^ 1 : byte)) },
    identitySecretOf(2),
  );
}
