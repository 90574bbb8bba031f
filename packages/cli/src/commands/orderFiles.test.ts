import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeSignedOrder, fromBase64, toHex, verifyOrder } from '@quorate/requests';
import { sampleCluster } from '@quorate/requests/testing';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { quorate } from '../testing/quorate.ts';

const { cluster, secret } = sampleCluster({ admins: 3, threshold: 2 });
let root = '';
const at = (...names: string[]) => join(root, ...names);

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'quorate-orders-'));
  for (const admin of ['admin-1', 'admin-2', 'admin-3']) {
    await mkdir(at(admin));
    await writeFile(at(admin, 'cluster.json'), JSON.stringify(cluster));
    for (const id of [admin, 'desk-1'])
      await writeFile(at(admin, `${id}.key`), `${toHex(secret(id))}\n`, { mode: 0o600 });
    await writeFile(
      at(admin, 'client.yaml'),
      `version: 1
coordinator: http://127.0.0.1:9
clusterFile: cluster.json
desk: {id: desk-1, keyFile: desk-1.key}
admin: {id: ${admin}, keyFile: ${admin}.key}
`,
    );
  }
});
afterEach(() => rm(root, { recursive: true, force: true }));

const as = (admin: string, ...argv: string[]) => quorate(...argv, '--dir', at(admin));
const create = (...more: string[]) =>
  as('admin-1', 'key', 'create', 'safe', '--scheme', 'frost-ed25519', '--order-file', at('safe.order'), ...more);
const order = async () => decodeSignedOrder(fromBase64((await readFile(at('safe.order'), 'utf8')).trim()));

test('one admin writes the order, another signs it, and it is whole', async () => {
  const written = await create('--expires', '2d');
  expect(written.exit, written.err).toBe(0);
  expect(written.out).toContain(`Next: 1 of admin-2, admin-3, by quorate order sign ${at('safe.order')}`);
  const signed = await as('admin-3', 'order', 'sign', at('safe.order'));
  expect(signed.exit, signed.err).toBe(0);
  expect(signed.out).toMatch(/key +safe \(frost-ed25519\)\n *signs with +2 of node-1, node-2, node-3/);
  expect(signed.out).toContain(`Signed by admin-3. Enough admins have signed: quorate order send ${at('safe.order')}`);
  const whole = await order();
  expect(() => verifyOrder(whole, cluster, Date.now())).not.toThrow();
  expect(whole.order.expiresAt - whole.order.createdAt).toBe(2 * 86_400);
});

test('the same facts are one object with --json, and signing twice counts once', async () => {
  await create();
  const { out } = await as('admin-1', 'order', 'sign', at('safe.order'), '--json');
  expect(JSON.parse(out)).toMatchObject({ admin: 'admin-1', name: 'safe', signedBy: ['admin-1'], missing: 1 });
});

test('without a file, and with too few signatures, nothing is sent', async () => {
  const alone = await as('admin-1', 'key', 'create', 'safe', '--scheme', 'frost-ed25519');
  expect(alone).toMatchObject({ exit: 2, out: '' });
  expect(alone.err).toContain('2 admins must sign the order of a key, and here is one');
  await create();
  const early = await as('admin-1', 'order', 'send', at('safe.order'));
  expect(early.exit).toBe(1);
  expect(early.err).toContain('the order has 1 of the 2 admin signatures it needs');
});

test('the command that comes next can be copied', async () => {
  await create();
  const { out } = await as('admin-2', 'order', 'sign', at('safe.order'));
  expect(out).toContain(`quorate order send ${at('safe.order')} --dir ${at('admin-2')}`);
});

test('a time to expire that nothing would heed is refused', async () => {
  const { exit, err } = await as('admin-1', 'key', 'create', 'k', '--scheme', 'frost-ed25519', '--expires', '1h');
  expect(exit).toBe(2);
  expect(err).toContain('--expires is for an order in a file');
});

test('an order is not written over, and what is none is not signed', async () => {
  await create();
  const before = await readFile(at('safe.order'));
  expect((await create()).err).toContain('there is such a file already');
  expect(await readFile(at('safe.order'))).toEqual(before);
  await writeFile(at('other'), 'no order!');
  expect((await as('admin-2', 'order', 'sign', at('other'))).err).toContain('this is not an order');
  await writeFile(at('other'), 'AAAA');
  expect((await as('admin-2', 'order', 'sign', at('other'))).exit).toBe(1);
});

test('an order that somebody changed is signed by nobody', async () => {
  await create();
  const bytes = Buffer.from(await readFile(at('safe.order'), 'utf8'), 'base64');
  // The last byte of the first admin's signature.
  bytes.writeUInt8((bytes.at(-1) ?? 0) ^ 1, bytes.length - 1);
  await writeFile(at('safe.order'), bytes.toString('base64'));
  const { exit, err } = await as('admin-2', 'order', 'sign', at('safe.order'));
  expect(exit).toBe(1);
  expect(err).toContain("the signature on the order is not admin admin-1's");
});
