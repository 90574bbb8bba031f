import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { clusterId } from '@quorate/requests';
import { SAMPLE_TIME, sampleAttestation, sampleCluster } from '@quorate/requests/testing';
import {
  type AttestationStatement,
  attestationHash,
  partyIndex,
  type Ready,
  RequestRejected,
  type SignedAttestation,
  signReady,
} from '@quorate/tss-core';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openStore, type Store } from '../store/index.ts';
import { createLogger } from '../telemetry/index.ts';
import { Witness } from './witness.ts';

// node-2's module attests; node-1 is the witness.

const sample = sampleCluster({ attesting: ['node-2'] });
const [ONE, TWO] = [partyIndex(1), partyIndex(2)];
const PARTIES = [
  { index: ONE, node: 'node-1' },
  { index: TWO, node: 'node-2' },
];
const filled = (byte: number) => new Uint8Array(32).fill(byte);
const about = { cluster: clusterId(sample.cluster), key: filled(2), epoch: 1, subject: filled(3), contents: filled(4) };
let dir: string;
let store: Store;
let witness: Witness;

function open(): void {
  store = openStore(dir);
  const log = createLogger('silent', {});
  witness = new Witness({ node: 'node-1', cluster: sample.cluster, store, log, now: () => SAMPLE_TIME * 1000 });
}

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'quorate-witness-'));
  open();
});
afterEach(() => {
  store.close();
  rmSync(dir, { recursive: true, force: true });
});

function attested(sequence: number, changes: Partial<AttestationStatement> = {}): SignedAttestation {
  const fresh = { policyHash: filled(5), nonce: filled(sequence), previous: filled(0) };
  return sampleAttestation({ ...about, node: 'node-2', purpose: 'ready', ...fresh, sequence, ...changes });
}

/** The readies of both, as a session has them. */
function readies({ statement, signature }: SignedAttestation): readonly Ready[] {
  const { nonce, policyHash, sequence, previous, expiresAt } = statement;
  const common = { cluster: about.cluster, key: about.key, subject: about.subject, policyHash };
  const attestation = { sequence, previous, expiresAt, signature };
  return [
    signReady({ ...common, party: ONE, nonce: filled(99) }, sample.secret('node-1')),
    signReady({ ...common, party: TWO, nonce, attestation }, sample.secret('node-2')),
  ];
}

const admit = (one: SignedAttestation) => witness.admit(readies(one), about, PARTIES);

function codeOf(act: () => void): string {
  try {
    act();
  } catch (problem) {
    if (problem instanceof RequestRejected) return problem.code;
    throw problem;
  }
  return 'taken';
}

test('a session rests on an attestation once, also after a restart', () => {
  expect(codeOf(() => admit(attested(1)))).toBe('taken');
  store.close();
  open();
  expect(codeOf(() => admit(attested(1)))).toBe('used-attestation');
  expect(witness.latest('node-2')).toEqual(attested(1));
});

test('word of an attestation does not use it up, and raises what is the highest', () => {
  expect(witness.hear('node-2', attested(70))).toBe(true);
  expect(codeOf(() => admit(attested(6)))).toBe('stale-attestation');
  expect(codeOf(() => admit(attested(7)))).toBe('taken');
  expect(codeOf(() => admit(attested(70)))).toBe('taken');
  expect(witness.hear('node-2', attested(6))).toBe(false);
});

test('two attestations in one place are refused and remembered, whichever way they came', () => {
  admit(attested(3));
  expect(codeOf(() => admit(attested(3, { nonce: filled(77) })))).toBe('forked-attestation');
  expect(witness.hear('node-2', attested(4, { previous: filled(8) }))).toBe(false);
  const contradiction = { node: 'node-2', sequence: 4, seenAt: SAMPLE_TIME * 1000 };
  expect(store.attestations.listForks()).toEqual([contradiction]);
  const next = attested(4, { previous: attestationHash(attested(3).statement) });
  expect(codeOf(() => admit(next))).toBe('taken');
});

test('an expired one, and one that is missing, end the session', () => {
  expect(codeOf(() => admit(attested(1, { expiresAt: SAMPLE_TIME })))).toBe('expired-attestation');
  const [one, two] = readies(attested(1));
  const bare = [one, { ...two, attestation: null }] as readonly Ready[];
  expect(codeOf(() => witness.admit(bare, about, PARTIES))).toBe('no-attestation');
});

test('word is taken from the node itself, by the key that is pinned for it', () => {
  expect(codeOf(() => witness.hear('node-1', attested(1)))).toBe('false-attestation');
  expect(codeOf(() => witness.hear('node-3', attested(1)))).toBe('false-attestation');
  expect(codeOf(() => witness.hear('node-2', attested(1, { cluster: filled(9) })))).toBe('false-attestation');
  expect(codeOf(() => witness.hear('node-2', { ...attested(1), signature: new Uint8Array(64) }))).toBe(
    'false-attestation',
  );
  expect(witness.latest('node-2')).toBeNull();
  expect(witness.latest('node-1')).toBeNull();
});
