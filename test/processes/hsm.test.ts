import { createPublicKey, verify as verifyNatively } from 'node:crypto';
import { existsSync } from 'node:fs';
import { cp, readFile, rm, writeFile } from 'node:fs/promises';
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
const attestedSchema = z.looseObject({
  attestations: z.array(
    z.strictObject({
      ...{ node: z.string(), sequence: z.number(), expiresAt: z.number() },
      ...{ publicKey: z.string(), signed: z.string(), signature: z.string() },
    }),
  ),
});
const attestation = z.looseObject({
  sequence: z.number(),
  setback: z.looseObject({ from: z.number(), to: z.number() }).optional(),
});
const attestingSchema = z.looseObject({
  nodes: z.array(z.looseObject({ id: z.string(), attestation: attestation.optional() })),
});

/** A killed node leaves that of its module's process behind. */
const isNoSocket = (path: string) => !path.endsWith('module.sock');

/** 33 bytes compressed, hex, as OpenSSL takes it: SubjectPublicKeyInfo of RFC 5480. */
function p256Key(compressed: string) {
  const der = Buffer.from(`3039301306072a8648ce3d020106082a8648ce3d030107032200${compressed}`, 'hex');
  return createPublicKey({ key: der, format: 'der', type: 'spki' });
}

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

  test('what its module attests is verified, and stands in the answer for anybody to verify', async () => {
    const { answer } = await sign('attested');
    const { attestations } = attestedSchema.parse(answer);
    expect(attestations.map(({ node }) => node)).toEqual(['hsm-1']);
    for (const { publicKey, signed, signature } of attestations) {
      const key = { key: p256Key(publicKey), dsaEncoding: 'ieee-p1363' } as const;
      expect(verifyNatively('sha256', Buffer.from(signed, 'hex'), key, Buffer.from(signature, 'hex'))).toBe(true);
    }
    const { nodes } = JSON.parse(await readFile(cluster.at('.quorate/cluster.json'), 'utf8'));
    const pinned = z.array(z.looseObject({ attestation: z.unknown().optional() })).parse(nodes);
    expect(pinned.at(-1)?.attestation).toEqual({ publicKey: attestations[0]?.publicKey });
    const { stdout } = await cluster.run('sign', 'message', '--key', 'vault', 'said');
    expect(stdout).toMatch(/Attested by the module of hsm-1 \(no\. \d+\), by the key in the cluster file\./);
  }, 120_000);

  test('where a key only lets it, a desk asks for it by name', async () => {
    await succeed(cluster, 'key', 'create', 'open', '--scheme', 'frost-ed25519', '--threshold', '2');
    const ask = ['sign', 'message', '--key', 'open', 'hello', '--cosign'];
    const { answer } = await cluster.json(signatureSchema, ...ask, 'hsm-1');
    expect(answer.signers).toContain('hsm-1');
    expect(attestedSchema.parse(answer).attestations).toHaveLength(1);
    expect((await cluster.failure(...ask, 'hsm-2')).message).toContain(
      'hsm-2 is to cosign and holds no share of key open',
    );
    expect((await cluster.failure(...ask, 'hsm-1,node-1,node-2')).message).toContain('no set that signs for key open');
  }, 120_000);

  test('attack 40: restored from a backup, with its token, it is found out and goes on from what others witnessed', async () => {
    const parts = ['data', 'tokens'].map((part) => cluster.at(`${HOME}/${part}`));
    await stop('hsm-1');
    for (const part of parts) await cp(part, `${part}.backup`, { recursive: true, filter: isNoSocket });
    await up();
    await sign('after the backup');
    await stop('hsm-1');
    for (const part of parts) {
      await rm(part, { recursive: true });
      await cp(`${part}.backup`, part, { recursive: true });
    }
    await up();
    const restored = async () =>
      (await cluster.json(attestingSchema, 'status')).answer.nodes.find(({ id }) => id === 'hsm-1')?.attestation;
    await expect.poll(restored, { timeout: 30_000 }).toMatchObject({ setback: { from: expect.any(Number) } });
    const { setback, sequence } = (await restored()) ?? {};
    expect(setback?.to).toBeGreaterThan(setback?.from ?? 0);
    expect(sequence).toBe(setback?.to);
    expect((await cluster.run('status')).stdout).toMatch(
      /hsm-1 had records up to attestation \d+ at .*, and others had witnessed \d+: its data directory was restored/,
    );
    expect((await sign('going on')).answer.signers).toContain('hsm-1');
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
