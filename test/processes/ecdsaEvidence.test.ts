import { copyFile, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { VerifiedKey } from '@quorate/client';
import { fromBase64 } from '@quorate/requests';
import { equalBytes } from '@quorate/tss-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { structureOf } from '../support/ceremonies.ts';
import { PATIENCE_MS, signText, textRequest } from '../support/deskClient.ts';
import { eventually } from '../support/eventually.ts';
import { configurePresignatures } from '../support/presignatures.ts';
import { type ProcessCluster, processCluster } from '../support/processCluster.ts';
import { quorate } from '../support/quorateCommand.ts';

// Two node processes with 3072-bit numbers, of which node-2 lies. Its accuser's evidence is judged by a process that was not
// there, in a directory with the evidence and the cluster file and nothing else.

const LIAR = 'node-2';
let cluster: ProcessCluster;
let key: VerifiedKey;

beforeAll(async () => {
  cluster = await processCluster({ nodes: 2, nodeProgram: 'primedNode', roundTimeoutMs: 10_000 });
  const { client, directory } = cluster;
  const structure = { ...structureOf(directory, 'ecdsa-secp256k1'), lossAccepted: true };
  const order = client.buildOrder({ name: 'ether', structure });
  const outcome = await client.createKey(order, { until: Date.now() + 2 * PATIENCE_MS });
  if (outcome.kind !== 'done') throw new Error(JSON.stringify(outcome));
  key = outcome.key;
}, 300_000);

afterAll(() => cluster?.[Symbol.asyncDispose](), 60_000);

/** @returns the evidence against it */
async function lieIn(round: number): Promise<Uint8Array> {
  const { client, directory } = cluster;
  const lie = join(dirname(directory.nodeConfig(LIAR)), 'lie');
  await writeFile(lie, String(round));
  try {
    const signed = textRequest(client, key, `a lie in round ${round}`);
    await client.submit(signed);
    let evidence = '';
    await eventually('a conviction', async () => {
      const shown = await client.show(signed.request.id);
      const attempts = ('view' in shown ? shown.view?.attempts : undefined) ?? [];
      evidence = attempts.find(({ outcome }) => outcome === 'fault')?.evidence ?? '';
      return evidence !== '';
    });
    return fromBase64(evidence);
  } finally {
    await rm(lie);
  }
}

async function judged(evidence: Uint8Array) {
  const directory = await mkdtemp(join(tmpdir(), 'quorate-evidence-'));
  try {
    await copyFile(join(cluster.directory.dir, 'cluster.json'), join(directory, 'cluster.json'));
    await writeFile(join(directory, 'evidence'), evidence);
    return await quorate(directory, 'evidence', 'verify', 'evidence', '--cluster', 'cluster.json', '--json');
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

/** The proofs that the honest node has kept, whatever the coordinator does with its own. */
async function keptProofs(): Promise<readonly Uint8Array[]> {
  const directory = join(cluster.dataDir('node-1'), 'evidence');
  const files = (await readdir(directory)).filter((file) => file.startsWith(`${LIAR}.`) && file.endsWith('.evidence'));
  return Promise.all(files.map((file) => readFile(join(directory, file))));
}

test.each([
  { what: 'in presigning, a product that is none of what it proved', round: 2, code: 'invalid-proof' },
  { what: 'a false signature share', round: 5, code: 'invalid-share' },
])('$what: quorate evidence verify convicts the node that said it', { timeout: 300_000 }, async ({ round, code }) => {
  const evidence = await lieIn(round);
  const { exit, stdout } = await judged(evidence);
  expect(exit, stdout).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ code, kind: 'ecdsa-signing', convicted: [LIAR] });
  await eventually('the same proof at the honest node', async () =>
    (await keptProofs()).some((kept) => equalBytes(kept, evidence)),
  );
});

test('who lied for one request is asked again for the next', { timeout: 300_000 }, async () => {
  const { signers } = await signText(cluster.client, key, 'the truth');
  expect(signers).toEqual(['node-1', LIAR]);
});

test('a lie in a presigning that nobody has asked for convicts as well', { timeout: 300_000 }, async () => {
  const { directory, nodeIds } = cluster;
  const before = await keptProofs();
  await configurePresignatures(directory, { low: 0, high: 1 });
  await writeFile(join(dirname(directory.nodeConfig(LIAR)), 'lie'), '2');
  for (const node of nodeIds) {
    await cluster.stop(node);
    await cluster.start(node);
  }
  await cluster.linked();
  await eventually('a proof', async () => (await keptProofs()).length > before.length);
  const [evidence = new Uint8Array()] = (await keptProofs()).filter(
    (one) => !before.some((old) => equalBytes(old, one)),
  );
  const { exit, stdout } = await judged(evidence);
  expect(exit, stdout).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ code: 'invalid-proof', kind: 'presign', convicted: [LIAR] });
});
