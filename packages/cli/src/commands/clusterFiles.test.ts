import { chmod, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ClusterFile, clusterFileHash, parseClusterFile, toHex } from '@quorate/requests';
import { sampleCluster, signedByAll } from '@quorate/requests/testing';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { quorate } from '../testing/quorate.ts';

const { cluster, secret } = sampleCluster();
let root = '';
const at = (name: string) => join(root, name);

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'quorate-cli-'));
  for (const node of ['node-1', 'node-2', 'node-3']) {
    await writeFile(at(`${node}.key`), `${toHex(secret(node))}\n`, { mode: 0o600 });
  }
  await write('draft.json', { ...cluster, signatures: [] });
});
afterEach(() => rm(root, { recursive: true, force: true }));

const write = (name: string, file: ClusterFile) => writeFile(at(name), JSON.stringify(file));
const sign = (node: string, ...more: string[]) =>
  quorate('cluster', 'sign', at('draft.json'), '--node', node, '--identity', at(`${node}.key`), ...more);
const check = (name: string, ...more: string[]) => quorate('cluster', 'check', at(name), ...more);

describe('signing', () => {
  test('operators sign one after the other, in any order, until the file is whole', async () => {
    expect((await sign('node-3')).out).toContain('Signed by node-3. Next: node-1, node-2; pass ');
    expect((await sign('node-1')).exit).toBe(0);
    expect((await sign('node-2')).out).toContain('Every node has signed');
    expect(parseClusterFile(await readFile(at('draft.json'), 'utf8'))).toEqual(cluster);
    expect((await check('draft.json')).exit).toBe(0);
  });

  test('what is signed is said in plain words first', async () => {
    const { out } = await sign('node-1');
    expect(out).toContain('Cluster sample, revision 1.');
    expect(out).toContain(toHex(clusterFileHash(cluster)));
    expect(out).toMatch(/node-2 +0[23][0-9a-f]{64} +16Uiu\w+ +\/ip4\/127\.0\.0\.1\/tcp\/41002/);
    expect(out).toMatch(/desk-1 +[0-9a-f]{64} +every key/);
    expect(out).toContain('Admins, 1 of 1 of whom must sign the order of a new key');
    expect(out.indexOf('admin-1')).toBeLessThan(out.indexOf('Signed by node-1'));
  });

  test('the same facts are one object with --json', async () => {
    const { out, err } = await sign('node-1', '--json');
    expect(err).toBe('');
    expect(JSON.parse(out)).toMatchObject({
      ...{ node: 'node-1', name: 'sample', revision: 1, hash: toHex(clusterFileHash(cluster)) },
      ...{ signedBy: ['node-1'], missing: ['node-2', 'node-3'] },
    });
  });

  test('signing again changes nothing', async () => {
    await sign('node-1');
    const before = await readFile(at('draft.json'));
    expect((await sign('node-1')).exit).toBe(0);
    expect(await readFile(at('draft.json'))).toEqual(before);
  });

  test('the file stays as readable as it was, nothing is left beside it, and links stay links', async () => {
    await chmod(at('draft.json'), 0o644);
    await symlink(at('draft.json'), at('link.json'));
    await quorate('cluster', 'sign', at('link.json'), '--node', 'node-1', '--identity', at('node-1.key'));
    expect((await stat(at('draft.json'))).mode & 0o777).toBe(0o644);
    expect(JSON.parse(await readFile(at('draft.json'), 'utf8')).signatures).toHaveLength(1);
    expect((await readdir(root)).sort()).toEqual(['draft.json', 'link.json', 'node-1.key', 'node-2.key', 'node-3.key']);
  });

  test.each<[string, string[], string]>([
    [
      'another node’s identity',
      ['--node', 'node-1', '--identity', 'node-2.key'],
      'is not the one the cluster file names',
    ],
    ['a node that is none', ['--node', 'node-9', '--identity', 'node-1.key'], 'the cluster file has no node node-9'],
    ['an identity that is not there', ['--node', 'node-1', '--identity', 'none.key'], 'there is no such file'],
  ])('%s signs nothing', async (_, [n = '', node = '', i = '', key = ''], sentence) => {
    const before = await readFile(at('draft.json'));
    const { exit, out, err } = await quorate('cluster', 'sign', at('draft.json'), n, node, i, at(key));
    expect({ exit, out }).toEqual({ exit: 1, out: '' });
    expect(err).toContain(sentence);
    expect(await readFile(at('draft.json'))).toEqual(before);
  });

  test('a file changed after somebody signed it is not signed', async () => {
    await write('draft.json', { ...cluster, revision: 2 });
    const { exit, err } = await sign('node-1');
    expect(exit).toBe(1);
    expect(err).toContain("not node-1's signature over this file; it was changed after signing");
    expect(err).toContain('empty its signatures');
  });

  test('node and identity must be given', async () => {
    const { exit, err } = await quorate('cluster', 'sign', at('draft.json'));
    expect(exit).toBe(2);
    expect(err).toContain("required option '--node <id>' not specified");
  });
});

describe('checking', () => {
  test('a whole file is shown, with its fingerprint', async () => {
    await write('whole.json', cluster);
    const { exit, out } = await check('whole.json');
    expect(exit).toBe(0);
    expect(out).toContain('Every node has signed it.');
    expect(JSON.parse((await check('whole.json', '--json')).out)).toMatchObject({ missing: [], revision: 1 });
  });

  test('whose signatures are missing is said, after the file is shown', async () => {
    await sign('node-2');
    const human = await check('draft.json');
    expect(human).toMatchObject({ exit: 1, out: expect.stringContaining('node-2; missing: node-1, node-3') });
    expect(human.err).toContain('revision 1 is not signed yet by node-1, node-3');
    const json = await check('draft.json', '--json');
    expect(JSON.parse(json.out)).toMatchObject({
      ...{ error: { code: 'not-signed-by-all' } },
      ...{ missing: ['node-1', 'node-3'], signedBy: ['node-2'] },
    });
  });

  test('a cluster without desks and coordinators is one', async () => {
    await write('bare.json', signedByAll({ ...cluster, desks: [], coordinators: [] }));
    const { exit, out } = await check('bare.json');
    expect(exit).toBe(0);
    expect(out).toContain('Coordinators, which route requests: none');
    expect(out).toContain('Desks, which may ask for signatures: none');
  });

  test.each([
    '/ip4/127.0.0.1/tcp/65536',
    '/ip4/127.0.0.1/tcp/0',
    '/ip4/127.0.0.256/tcp/41001',
    '/ip6/127.0.0.1/tcp/41001',
    '/ip4/127.0.0.1/udp/41001',
    '/ip4/127.0.0.1',
    '/dns/a.example.org/tcp/41001',
    '/dns4/a.example.org/tcp/41001/tls',
  ])('nobody signs a file with %s, which could not be dialled', async (address) => {
    await writeFile(
      at('draft.json'),
      JSON.stringify({ ...cluster, signatures: [] }).replace('/ip4/127.0.0.1/tcp/41001', address),
    );
    for (const { exit, err } of [await check('draft.json'), await sign('node-1')]) {
      expect(exit).toBe(1);
      expect(err).toContain(`draft.json: nodes[0].address: nobody can dial ${address}`);
    }
  });

  test.each(['/ip6/::1/tcp/65535', '/dns4/node_1.example.org/tcp/1'])('%s can be dialled', async (address) => {
    const [first, ...others] = cluster.nodes;
    if (!first) throw new Error('the sample has nodes');
    await write('whole.json', signedByAll({ ...cluster, nodes: [{ ...first, address }, ...others] }));
    expect((await check('whole.json')).exit).toBe(0);
  });

  test('a file that is none is refused with its place', async () => {
    await writeFile(at('bad.json'), JSON.stringify(cluster).replace('/ip4/127.0.0.1/tcp/41001', 'node-1.example.org'));
    expect(await check('bad.json')).toMatchObject({ exit: 1, err: expect.stringContaining('nodes[0].address') });
    await writeFile(at('cut.json'), JSON.stringify(cluster).slice(0, 99));
    expect((await check('cut.json')).err).toContain('cut.json: not valid JSON');
    expect((await check('none.json')).err).toContain('there is no such file');
  });
});

describe('a new revision', () => {
  const [first, second, third] = cluster.nodes;
  if (!first || !second || !third) throw new Error('three nodes');
  const [desk] = cluster.desks;
  if (!desk) throw new Error('a desk');

  beforeEach(() => write('old.json', cluster));
  const checkNext = async (next: ClusterFile) => {
    await write('next.json', signedByAll(next));
    return check('next.json', '--previous', at('old.json'));
  };

  test('what it changes is told', async () => {
    const moved = { ...second, address: '/dns4/b.example.org/tcp/41001' };
    const scoped = { ...desk, keys: ['hot'] };
    const { exit, out } = await checkNext({ ...cluster, revision: 2, nodes: [first, moved, third], desks: [scoped] });
    expect(exit).toBe(0);
    expect(out).toContain(
      'node node-2 is reached at /dns4/b.example.org/tcp/41001 instead of /ip4/127.0.0.1/tcp/41002',
    );
    expect(out).toContain('desk desk-2 is removed');
    expect(out).toContain('desk desk-1 may use hot instead of every key');
    expect(out).not.toContain('!');
  });

  test('what it puts out of use is told as well', async () => {
    const admin = { id: 'admin-2', publicKey: desk.publicKey };
    const { out } = await checkNext({
      ...{ ...cluster, revision: 2, nodes: [first, { ...second, identity: third.identity }], desks: [] },
      admins: { threshold: 1, members: [admin] },
      nodes: [first, second],
    });
    expect(out).toContain('node node-3 is removed\n    ! keys that this node is a party of can no longer be verified');
    expect(out).toContain('admin admin-1 is removed\n    ! keys that this admin ordered can no longer be verified');
    expect(out).toContain('admin admin-2 is added');
  });

  test('one that changes nothing is told to', async () => {
    expect((await checkNext({ ...cluster, revision: 2 })).out).toContain('It changes nothing but its revision.');
  });

  test('who has not signed it yet is said together with what it changes', async () => {
    await write('next.json', { ...cluster, revision: 2, name: 'other', signatures: [] });
    const { exit, out } = await check('next.json', '--previous', at('old.json'));
    expect(exit).toBe(1);
    expect(out).toContain('the cluster is called other instead of sample');
  });

  test.each<[string, Partial<ClusterFile>, string]>([
    ['the same revision', {}, 'has revision 1, the one in use has 1'],
    ['another cluster', { id: '11'.repeat(32), revision: 2 }, 'is of another cluster'],
  ])('%s is no successor', async (_, changes, sentence) => {
    expect(await checkNext({ ...cluster, ...changes })).toMatchObject({
      exit: 1,
      err: expect.stringContaining(sentence),
    });
  });

  test('a previous file that is not whole vouches for nothing', async () => {
    await write('old.json', { ...cluster, signatures: [] });
    expect((await checkNext({ ...cluster, revision: 2 })).err).toContain('old.json: signatures: node-1 has not signed');
  });
});
