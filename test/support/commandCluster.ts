import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { z } from 'zod';
import { type Answer, answerOf, type Form, startQuorate } from './quorateCommand.ts';

/** A local cluster made by `quorate cluster up`, spoken to by `quorate` alone: every part is a process of its own. */
export interface CommandCluster {
  readonly root: string;
  /** A path in its working directory; the cluster is in `.quorate`. */
  at(name: string): string;
  run(...argv: string[]): Promise<Answer>;
  /** With --json: stdout must be exactly one object, stderr empty. */
  json<T>(schema: z.ZodType<T>, ...argv: string[]): Promise<{ exit: number | null; answer: T }>;
  /** What went wrong: one sentence without a stack trace. */
  failure(...argv: string[]): Promise<{ exit: number | null; code: string; message: string }>;
  pidOf(node: string): Promise<number>;
  publicKey(key: string): Promise<Uint8Array>;
  close(): Promise<void>;
}

export const statusSchema = z.looseObject({
  nodes: z.array(
    z.looseObject({ id: z.string(), state: z.string(), pid: z.number().optional(), links: z.array(z.string()) }),
  ),
});

export const signatureSchema = z.looseObject({
  requestId: z.string(),
  key: z.string(),
  publicKey: z.string(),
  scheme: z.string(),
  signatures: z.array(z.string()),
  signers: z.array(z.string()),
  attempts: z.array(z.looseObject({ outcome: z.string(), signers: z.array(z.string()) })),
  elapsedMs: z.number(),
  artefact: z.looseObject({ kind: z.string(), text: z.string() }),
  finalized: z.looseObject({ txid: z.string(), transaction: z.string() }).optional(),
});

export const keySchema = z.looseObject({
  publicKey: z.string(),
  signingSets: z.array(z.array(z.string())),
  verified: z.array(z.string()),
});

const failureSchema = z.looseObject({
  error: z.strictObject({ code: z.string(), message: z.string(), hint: z.string().optional() }),
});

/** An empty working directory, without a cluster yet. */
export async function commandDirectory(form: Form = 'built'): Promise<CommandCluster> {
  const root = await mkdtemp(join(tmpdir(), 'quorate-e2e-'));
  const run = (...argv: string[]) => answerOf(startQuorate(root, argv, form));
  const json = async <T>(schema: z.ZodType<T>, ...argv: string[]) => {
    const { exit, stdout, stderr } = await run(...argv, '--json');
    expect(stderr, argv.join(' ')).toBe('');
    expect(stdout).toMatch(/^[^\n]+\n$/);
    return { exit, answer: schema.parse(JSON.parse(stdout)) };
  };
  return {
    root,
    at: (name) => join(root, name),
    run,
    json,
    async failure(...argv) {
      const { exit, answer } = await json(failureSchema, ...argv);
      expect(answer.error.message).not.toMatch(/\n|^\s*at /);
      return { exit, code: answer.error.code, message: answer.error.message };
    },
    pidOf: async (node) => (await json(statusSchema, 'status')).answer.nodes.find(({ id }) => id === node)?.pid ?? 0,
    publicKey: async (key) => fromHex((await json(keySchema, 'key', 'show', key)).answer.publicKey),
    async close() {
      await run('cluster', 'down');
      await rm(root, { recursive: true, force: true });
    },
  };
}

/** Three nodes, a taproot key `treasury` and an Ed25519 key `hot`, both 2 of 3. */
export async function commandCluster(): Promise<CommandCluster> {
  const cluster = await commandDirectory();
  await succeed(cluster, 'cluster', 'up', '--nodes', '3', '--detach');
  await succeed(cluster, 'key', 'create', 'treasury', '--scheme', 'frost-secp256k1-tr');
  await succeed(cluster, 'key', 'create', 'hot', '--scheme', 'frost-ed25519');
  return cluster;
}

export async function succeed(cluster: CommandCluster, ...argv: string[]): Promise<void> {
  const { exit, stderr } = await cluster.run(...argv);
  expect({ exit, stderr }, argv.join(' ')).toEqual({ exit: 0, stderr: '' });
}

export function fromHex(hex: string): Uint8Array {
  return Uint8Array.from(Buffer.from(hex, 'hex'));
}

/** An unsigned Solana transfer of 5000 lamports to nobody in particular: a legacy message, one empty signature. */
export function solanaTransfer(signer: Uint8Array): Uint8Array {
  const accounts = [...signer, ...randomBytes(32), ...new Uint8Array(32)];
  const data = [2, 0, 0, 0, 0x88, 0x13, 0, 0, 0, 0, 0, 0];
  const message = [1, 0, 1, 3, ...accounts, ...randomBytes(32), 1, 2, 2, 0, 1, data.length, ...data];
  return Uint8Array.from([1, ...new Uint8Array(64), ...message]);
}
