import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sampleCluster, signedByAll, simulatedCluster } from '@quorate/requests/testing';
import { buildEvidence, encodeEvidence, partyIndex } from '@quorate/tss-core';
import { changingBroadcast, simulateKeygen, structureOf } from '@quorate/tss-core/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { run } from '../run.ts';
import { recordingTerminal } from '../testing/recordingTerminal.ts';

let root = '';
const at = (name: string) => join(root, name);

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'quorate-cli-'));
  await writeFile(at('cluster.json'), JSON.stringify(simulatedCluster()));
  await writeFile(at('other.json'), JSON.stringify(sampleCluster().cluster));
  await writeFile(at('evidence'), `${Buffer.from(evidence()).toString('base64')}\n`);
  await writeFile(at('evidence.bin'), evidence());
});
afterAll(() => rm(root, { recursive: true, force: true }));

/** Node 2 says something in a key ceremony that is no message; an honest node keeps the proof. */
function evidence(): Uint8Array {
  const structure = structureOf('frost-ed25519', [2, [1, 2, 3]]);
  const cheat = changingBroadcast(partyIndex(2), 2, () => Uint8Array.of(1));
  const { outcomes, descriptor } = simulateKeygen(structure, 'cheat', { cheat });
  const outcome = outcomes.get(partyIndex(1));
  if (outcome?.kind !== 'fault') throw new Error('the cheat was not caught');
  return encodeEvidence(buildEvidence(outcome.fault, outcome.evidence, { kind: 'keygen', value: { descriptor } }));
}

async function verify(file: string, ...argv: string[]) {
  const terminal = recordingTerminal();
  const exit = await run(['evidence', 'verify', at(file), ...argv], terminal);
  return { exit, out: terminal.stdout(), err: terminal.stderr() };
}

test.each(['evidence', 'evidence.bin'])('%s convicts the node that cheated, offline', async (file) => {
  const { exit, out } = await verify(file, '--cluster', at('cluster.json'));
  expect(exit).toBe(0);
  expect(out).toMatch(/^node-2 cheated: it signed a message that is none \(malformed-message\)\.\n/);
  expect(out).toContain('a key ceremony');
});

test('the verdict is an object with --json', async () => {
  const { out } = await verify('evidence', '--cluster', at('cluster.json'), '--json');
  expect(JSON.parse(out)).toMatchObject({ convicted: ['node-2'], code: 'malformed-message', kind: 'keygen' });
});

test('under another cluster file it proves nothing', async () => {
  expect(await verify('evidence', '--cluster', at('other.json'))).toMatchObject({
    exit: 1,
    err: 'error: The evidence proves nothing: it is about another cluster.\n',
  });
});

test('evidence with one byte changed proves nothing', async () => {
  const tampered = evidence();
  tampered[tampered.length - 20] = (tampered.at(-20) ?? 0) ^ 1;
  await writeFile(at('tampered'), tampered);
  expect(await verify('tampered', '--cluster', at('cluster.json'))).toMatchObject({ exit: 1, out: '' });
});

test('a file that is no evidence, and a cluster file that is none, are named', async () => {
  await writeFile(at('letter'), 'dear sir or madam!');
  expect((await verify('letter', '--cluster', at('cluster.json'))).err).toContain('letter: this is not evidence');
  expect((await verify('evidence', '--cluster', at('letter'))).err).toContain('letter: not valid JSON');
  const nowhere = await verify('evidence', '--dir', at('nowhere'));
  expect(nowhere.err).toMatch(/there is no cluster in .*\nName the cluster file with --cluster FILE\./);
});

test('what a request has as JSON is not evidence, and it is said how to get at that', async () => {
  await writeFile(at('request.json'), JSON.stringify({ attempts: [{ evidence: 'AAAA' }] }));
  const { exit, err } = await verify('request.json', '--cluster', at('cluster.json'));
  expect(exit).toBe(1);
  expect(err).toContain("jq -r '.attempts[].evidence // empty'");
});

test('a cluster file with a signature missing is refused', async () => {
  const cluster = signedByAll(sampleCluster().cluster);
  await writeFile(at('unsigned.json'), JSON.stringify({ ...cluster, signatures: cluster.signatures.slice(1) }));
  expect((await verify('evidence', '--cluster', at('unsigned.json'))).err).toContain('node-1 has not signed');
});
