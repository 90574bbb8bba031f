import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { simulatedCluster } from '@quorate/requests/testing';
import {
  buildEvidence,
  type EvidenceSubject,
  encodeEvidence,
  partyIndex,
  type SessionOutcome,
} from '@quorate/tss-core';
import {
  type Adversary,
  type Cheat,
  changingBroadcast,
  changingDealing,
  changingDirect,
  complainingAbout,
  corrupting,
  keygenResults,
  simulateKeygen,
  simulateSigning,
  structureOf,
} from '@quorate/tss-core/testing';
import { expect, test } from 'vitest';
import { quorate } from '../support/quorateCommand.ts';

// Whoever was not there: a process that never saw the session, in a directory that holds the evidence and the cluster
// file and nothing else.

const p = partyIndex;
const STRUCTURE = structureOf('frost-ed25519', [2, [1, 2, 3]]);
const SEED = 'key';
const flip = (at: number) => (body: Uint8Array) => body.with(at, (body[at] ?? 0) ^ 1);

interface Cheating {
  readonly cheat?: Cheat;
  readonly adversary?: Adversary;
}

/** What party 1 keeps of a session in which party 2 cheats. */
function kept(kind: EvidenceSubject['kind'], cheating: Cheating): Uint8Array {
  const making = kind === 'keygen' ? cheating : {};
  const keygen = simulateKeygen(STRUCTURE, SEED, making);
  if (kind === 'keygen') {
    return encoded(keygen.outcomes.get(p(1)), { kind, value: { descriptor: keygen.descriptor } });
  }
  const signing = simulateSigning(keygenResults(keygen), [[p(1), p(2)]], [Uint8Array.of(1)], 'signing', cheating);
  const { descriptor, certificate } = signing;
  return encoded(signing.outcomes.get(p(1)), { kind: 'signing', value: { descriptor, certificate } });
}

function encoded(outcome: SessionOutcome<unknown> | undefined, subject: EvidenceSubject): Uint8Array {
  if (outcome?.kind !== 'fault') throw new Error(`it ended ${outcome?.kind}`);
  return encodeEvidence(buildEvidence(outcome.fault, outcome.evidence, subject));
}

test.each<[string, EvidenceSubject['kind'], Cheating]>([
  ['equivocation', 'keygen', { adversary: corrupting(p(2), { round: 1, receivers: [p(3)] }, flip(9)) }],
  [
    'wrong-commitment-length',
    'keygen',
    { cheat: changingDealing(STRUCTURE, SEED, p(2), (d) => ({ ...d, commitments: d.commitments.slice(1) })) },
  ],
  [
    'bad-proof-of-possession',
    'keygen',
    { cheat: changingDealing(STRUCTURE, SEED, p(2), (d) => ({ ...d, proof: { ...d.proof, z: d.proof.z + 1n } })) },
  ],
  ['false-complaint', 'keygen', { cheat: complainingAbout(p(2), p(1), new Uint8Array(3)) }],
  ['wrong-dealt-share', 'keygen', { cheat: changingDirect(p(2), 2, p(1), flip(10)) }],
  ['wrong-certificate-signature', 'keygen', { cheat: changingBroadcast(p(2), 4, flip(40)) }],
  ['invalid-share', 'signing', { cheat: changingBroadcast(p(2), 2, flip(10)) }],
])(
  'quorate evidence verify convicts of %s with nothing but the file and the cluster file',
  async (code, kind, cheating) => {
    const directory = await mkdtemp(join(tmpdir(), 'quorate-evidence-'));
    try {
      await writeFile(join(directory, 'cluster.json'), JSON.stringify(simulatedCluster()));
      await writeFile(join(directory, 'evidence'), kept(kind, cheating));
      const { exit, stdout } = await quorate(
        directory,
        'evidence',
        'verify',
        'evidence',
        '--cluster',
        'cluster.json',
        '--json',
      );
      expect(exit).toBe(0);
      expect(JSON.parse(stdout)).toMatchObject({ code, kind, convicted: ['node-2'] });
    } finally {
      await rm(directory, { recursive: true, force: true });
    }
  },
);
