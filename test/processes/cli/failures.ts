import { readFile, writeFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { signatureSchema, statusSchema, succeed } from '../../support/commandCluster.ts';
import { eventually, SELDOM } from '../../support/eventually.ts';
import { answerOf, startQuorate } from '../../support/quorateCommand.ts';
import { cluster } from './cluster.ts';

test('kill -9 of one node: status shows it, signing goes on, cluster up brings it back', async () => {
  process.kill(await cluster.pidOf('node-2'), 'SIGKILL');
  const { answer } = await cluster.json(statusSchema, 'status');
  expect(answer.nodes.map(({ state }) => state)).toEqual(['up', 'down', 'up']);
  const { exit, answer: signed } = await cluster.json(
    signatureSchema,
    'sign',
    'message',
    '--key',
    'hot',
    'two are enough',
  );
  expect({ exit, signers: signed.signers }).toEqual({ exit: 0, signers: ['node-1', 'node-3'] });
  const again = await cluster.json(z.looseObject({ started: z.array(z.string()) }), 'cluster', 'up', '--detach');
  expect(again.answer.started).toEqual(['node-2']);
}, 60_000);

test('without a quorum a request waits until it expires, is cancelled, or who asked stops waiting', async () => {
  for (const node of ['node-1', 'node-3']) process.kill(await cluster.pidOf(node), 'SIGKILL');
  const sign = ['sign', 'message', '--key', 'hot', 'alone'];
  expect(await cluster.failure(...sign, '--expires', '5s')).toMatchObject({ exit: 5, code: 'expired' });

  expect(await cluster.run(...sign, '--id', 'to-cancel', '--no-wait')).toMatchObject({ exit: 4 });
  expect(await cluster.run('request', 'cancel', 'to-cancel')).toMatchObject({ exit: 0 });
  expect(await cluster.failure('request', 'show', 'to-cancel')).toMatchObject({ exit: 1, code: 'cancelled' });

  const waiting = startQuorate(cluster.root, [...sign, '--id', 'to-leave']);
  const left = answerOf(waiting);
  const isTaken = async () => (await cluster.run('request', 'list')).stdout.includes('to-leave');
  await eventually('the request to be taken', isTaken, SELDOM);
  waiting.kill('SIGINT');
  expect(await left).toMatchObject({ exit: 4, stdout: expect.stringContaining('request watch to-leave') });

  const making = startQuorate(cluster.root, ['key', 'create', 'late', '--scheme', 'frost-ed25519']);
  const leftKey = answerOf(making);
  const log = cluster.at('.quorate/coordinator/coordinator.log');
  const isOrdered = async () => /"key":"late","msg":"key ceremony accepted"/.test(await readFile(log, 'utf8'));
  await eventually('the order to be taken', isOrdered, SELDOM);
  making.kill('SIGINT');
  expect(await leftKey).toMatchObject({ exit: 4, stdout: expect.stringContaining('late goes on without us') });

  expect((await cluster.run('cluster', 'up', '--detach')).exit).toBe(0);
  const { exit, answer } = await cluster.json(signatureSchema, 'request', 'watch', 'to-leave');
  expect({ exit, signatures: answer.signatures.length }).toEqual({ exit: 0, signatures: 1 });
}, 90_000);

test('what the rules of the nodes forbid is denied', async () => {
  await cluster.run('cluster', 'down');
  for (const node of ['node-1', 'node-2', 'node-3']) {
    const rules = cluster.at(`.quorate/nodes/${node}/rules.yaml`);
    await writeFile(rules, (await readFile(rules, 'utf8')).replace(/intents: .*/, 'intents: [solana-transaction]'));
  }
  expect((await cluster.run('cluster', 'up', '--detach')).exit).toBe(0);
  const denied = await cluster.failure('sign', 'message', '--key', 'hot', 'not allowed');
  expect(denied).toMatchObject({ exit: 3, code: 'denied' });
}, 60_000);

test('a node that cannot start says why, and nothing is left running', async () => {
  await cluster.run('cluster', 'down');
  await writeFile(cluster.at('.quorate/nodes/node-2/passphrase'), 'wrong\n');
  const up = await cluster.failure('cluster', 'up', '--detach');
  expect(up).toMatchObject({ exit: 1, message: expect.stringMatching(/^node-2 did not start: the passphrase/) });
  expect((await cluster.run('cluster', 'down')).stdout).toContain('No process');
  expect(await cluster.failure('status')).toMatchObject({ exit: 7, code: 'unreachable' });
  expect(await cluster.failure('sign', 'message', '--key', 'hot', 'hi')).toMatchObject({
    exit: 7,
    code: 'unreachable',
  });
}, 60_000);

/** A cluster in the foreground, once it is up. */
async function inForeground() {
  const child = startQuorate(cluster.root, ['cluster', 'up', '--nodes', '2', '--dir', 'two']);
  await new Promise<void>((resolve) =>
    child.stdout?.on('data', (text: Buffer) => text.includes('Ctrl-C') && resolve()),
  );
  return { child, ended: answerOf(child) };
}

test('in the foreground a cluster stays until it is interrupted, and takes its processes with it', async () => {
  const { child, ended } = await inForeground();
  const { answer } = await cluster.json(statusSchema, 'status', '--dir', 'two');
  child.kill('SIGINT');
  expect((await ended).exit).toBe(0);
  // A process that has ended keeps its number until somebody has asked after it, so it may take a moment to vanish.
  for (const { id, pid } of answer.nodes) await eventually(`the end of ${id}`, () => !exists(pid ?? 0));
  expect(await cluster.failure('status', '--dir', 'two')).toMatchObject({ exit: 7 });
}, 60_000);

test('in the foreground a cluster does not outlive its processes', async () => {
  const { ended } = await inForeground();
  await succeed(cluster, 'cluster', 'down', '--dir', 'two');
  expect(await ended).toMatchObject({ exit: 0, stderr: expect.stringContaining('node-1 ended (code 0)') });
}, 60_000);

function exists(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
