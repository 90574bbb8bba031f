import { existsSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import {
  type CommandCluster,
  commandDirectory,
  keySchema,
  signatureSchema,
  succeed,
} from '../support/commandCluster.ts';

/** Where Debian has it; elsewhere these tests are skipped by name. */
const hasSoftHsm = existsSync('/usr/lib/softhsm/libsofthsm2.so');
const upSchema = z.looseObject({ nodes: z.array(z.looseObject({ id: z.string() })) });
const runSchema = z.looseObject({ processes: z.array(z.looseObject({ id: z.string(), pid: z.number() })) });
const HOME = '.quorate/nodes/hsm-1';

describe.skipIf(!hasSoftHsm)('a key that requires a node whose shares SoftHSM2 seals', () => {
  let cluster: CommandCluster;

  beforeAll(async () => {
    cluster = await commandDirectory();
    const { answer } = await cluster.json(upSchema, 'cluster', 'up', '--with-hsm', '--detach');
    expect(answer.nodes.map(({ id }) => id)).toEqual(['node-1', 'node-2', 'node-3', 'hsm-1']);
    const create = ['key', 'create', 'vault', '--scheme', 'frost-ed25519', '--threshold', '2', '--require', 'hsm-1'];
    expect((await cluster.failure(...create)).message).toContain('hsm-1 must sign, so the loss of one node');
    await succeed(cluster, ...create, '--accept-loss');
  }, 180_000);
  afterAll(() => cluster?.close(), 60_000);

  const sign = (text: string) => cluster.json(signatureSchema, 'sign', 'message', '--key', 'vault', text);
  const refused = (text: string) => cluster.failure('sign', 'message', '--key', 'vault', text, '--expires', '6s');
  const up = () => succeed(cluster, 'cluster', 'up', '--detach');
  async function stop(...nodes: readonly string[]): Promise<void> {
    const running = runSchema.parse(JSON.parse(await readFile(cluster.at('.quorate/run.json'), 'utf8')));
    for (const { id, pid } of running.processes) if (nodes.includes(id)) process.kill(pid, 'SIGKILL');
  }

  test('with it the signature verifies, and every smallest set has it', async () => {
    const { answer: key } = await cluster.json(keySchema, 'key', 'show', 'vault');
    expect(key.signingSets).toHaveLength(3);
    for (const set of key.signingSets) expect(set).toContain('hsm-1');
    const { exit, answer } = await sign('one');
    expect(exit).toBe(0);
    expect(answer.signers).toHaveLength(3);
    expect(answer.signers).toContain('hsm-1');
  }, 120_000);

  test('attack 43: without it all software nodes together sign nothing, and say why; with it again they do', async () => {
    await stop('hsm-1');
    expect((await refused('two')).message).toMatch(/hsm-1/);
    await up();
    expect((await sign('three')).answer.signers).toContain('hsm-1');
  }, 120_000);

  test('attack 43: it alone, or with too few others, signs nothing', async () => {
    await stop('node-1', 'node-2');
    expect((await refused('four')).message).toMatch(/node-1|node-2/);
    await up();
  }, 120_000);

  test('attack 41: a false PIN is tried once, whoever starts the node again; nothing is lost', async () => {
    await stop('hsm-1');
    const right = await readFile(cluster.at(`${HOME}/pin`), 'utf8');
    await writeFile(cluster.at(`${HOME}/pin`), 'not the PIN');
    const refused = /^hsm-1 did not start: the token quorate refused the PIN at .*no second one is tried by itself/;
    expect((await cluster.failure('cluster', 'up', '--detach')).message).toMatch(refused);
    await writeFile(cluster.at(`${HOME}/pin`), right);
    expect((await cluster.failure('cluster', 'up', '--detach')).message).toMatch(refused);
    await rm(cluster.at(`${HOME}/data/pin-refused`));
    await up();
    expect((await sign('six')).exit).toBe(0);
  }, 120_000);
});
