import { createPublicKey, verify } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { keySchema, signatureSchema, solanaTransfer, statusSchema } from '../support/commandCluster.ts';
import { eventually, SELDOM } from '../support/eventually.ts';
import { COORDINATOR, NODES, Operators } from '../support/operators.ts';

let operators: Operators;

beforeAll(async () => {
  operators = await Operators.meet();
});

afterAll(() => operators[Symbol.asyncDispose](), 60_000);

/** One object on stdout, with --json. */
async function answer<T>(schema: z.ZodType<T>, home: string, ...argv: readonly string[]): Promise<T> {
  return schema.parse(JSON.parse(await operators.succeed(home, ...argv, '--dir', '.', '--json')));
}

async function allLinked(): Promise<void> {
  const areLinked = async () => {
    const { exit, stdout } = await operators.run('desk', 'status', '--dir', '.', '--json');
    if (exit !== 0) return false;
    const { nodes } = statusSchema.parse(JSON.parse(stdout));
    return nodes.every(({ state, links }) => state === 'up' && NODES.filter((id) => links.includes(id)).length === 2);
  };
  await eventually('every node to be linked to every other', areLinked, SELDOM);
}

async function filesUnder(dir: string): Promise<readonly string[]> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

test('operators who share no secret make the files of a network', async () => {
  const keys = new Map<string, string>();
  for (const id of [...NODES, COORDINATOR]) keys.set(id, await operators.publicKeyOf(id, 'identity', 'identity.key'));
  for (const id of ['payments', 'alice']) keys.set(id, await operators.publicKeyOf('desk', 'person', `${id}.key`));
  await operators.publicKeyOf('office', 'person', 'office.key');
  await operators.sign(await operators.draft(keys));
  for (const home of [...NODES, COORDINATOR, 'desk', 'office']) await operators.install(home);
  await operators.writeConfigs();

  const contents = await Promise.all((await filesUnder(operators.root)).map((file) => readFile(file, 'utf8')));
  for (const secret of await operators.secrets()) {
    expect(contents.filter((content) => content.includes(secret))).toHaveLength(1);
  }
}, 60_000);

test('daemons run on these files, make a key and sign with it', async () => {
  for (const id of [COORDINATOR, ...NODES]) await operators.process(id).ready;
  await allLinked();
  const hot = await answer(keySchema, 'desk', 'key', 'create', 'hot', '--scheme', 'frost-ed25519');
  await answer(keySchema, 'desk', 'key', 'create', 'treasury', '--scheme', 'frost-ed25519');
  const signer = Buffer.from(hot.publicKey, 'hex');
  await writeFile(operators.at('desk', 'transfer.base64'), Buffer.from(solanaTransfer(signer)).toString('base64'));
  const signed = await answer(signatureSchema, 'desk', 'sign', 'solana', '--key', 'hot', 'transfer.base64');
  const wire = Buffer.from(signed.artefact.text, 'base64');
  const jwk = { kty: 'OKP', crv: 'Ed25519', x: signer.toString('base64url') };
  const key = createPublicKey({ key: jwk, format: 'jwk' });
  expect(verify(null, wire.subarray(65), key, wire.subarray(1, 65))).toBe(true);
}, 120_000);

test('what the rules of the page do not allow is denied', async () => {
  const { exit, stdout } = await operators.run('desk', 'sign', 'message', '--key', 'hot', 'hi', '--dir', '.');
  expect(exit).toBe(3);
  expect(stdout).toContain('no one rule of acme-payments allows desk payments to have a message signed by key hot');
}, 60_000);

test('a new revision lets another desk in, one restart at a time', async () => {
  const current = z
    .looseObject({ desks: z.array(z.unknown()) })
    .parse(JSON.parse(await readFile(operators.at('desk', 'cluster.json'), 'utf8')));
  const { publicKey } = await answer(keySchema.pick({ publicKey: true }), 'office', 'person', 'show', 'office.key');
  const office = { id: 'office', publicKey, keys: ['treasury'] };
  const next = { ...current, revision: 2, desks: [...current.desks, office], signatures: [] };
  await operators.sign(JSON.stringify(next));
  const changes = await operators.succeed('node-1', 'cluster', 'check', 'next.json', '--previous', 'cluster.json');
  expect(changes).toContain('It changes:\n  desk office is added\n\nEvery node has signed it.');

  for (const id of [...NODES, COORDINATOR]) {
    await operators.install(id);
    await operators.stop(id);
    await operators.process(id).ready;
  }
  for (const home of ['desk', 'office']) await operators.install(home);
  await allLinked();
  const message = ['sign', 'message', '--key', 'treasury', 'we hold these coins'];
  expect((await answer(signatureSchema, 'office', ...message)).signatures).toHaveLength(1);
  expect((await operators.run('office', 'sign', 'message', '--key', 'hot', 'hi', '--dir', '.')).exit).toBe(3);
}, 120_000);

test('a node does not go back to the revision before', async () => {
  await operators.stop('node-3');
  const text = await readFile(operators.at('node-3', 'cluster.json'), 'utf8');
  await writeFile(
    operators.at('node-3', 'next.json'),
    JSON.stringify({ ...JSON.parse(text), revision: 1, signatures: [] }),
  );
  for (const node of NODES) {
    const key = ['--node', node, '--identity', operators.at(node, 'identity.key')];
    await operators.succeed('node-3', 'cluster', 'sign', 'next.json', ...key);
  }
  await operators.install('node-3');
  const { code, stderr } = await operators.process('node-3').ended;
  expect(code).toBe(2);
  expect(stderr).toContain('the cluster file has revision 1, this node has already seen revision 2');
}, 60_000);
