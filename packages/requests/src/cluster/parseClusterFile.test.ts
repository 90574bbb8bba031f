import { expect, test } from 'vitest';
import { sampleCluster, signedByAll } from '../testing/sampleCluster.ts';
import type { ClusterFile } from './clusterFile.ts';
import { parseClusterDraft, parseClusterFile } from './parseClusterFile.ts';

const { cluster } = sampleCluster({ admins: 3, threshold: 2 });
const parse = (file: unknown) => parseClusterFile(JSON.stringify(file));
const withNode = (i: number, change: Partial<ClusterFile['nodes'][number]>, of = cluster): ClusterFile => ({
  ...of,
  nodes: of.nodes.map((node, at) => (at === i ? { ...node, ...change } : node)),
});
const [first] = cluster.nodes;
const G_OF_P256 = '036b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296';

test('a file signed by every node is accepted', () => {
  expect(parse(cluster)).toEqual(cluster);
});

test('the attestation key of a node with a module is under the signatures', () => {
  const pinned = signedByAll(withNode(0, { attestation: { publicKey: G_OF_P256 } }));
  expect(parse(pinned)).toEqual(pinned);
  const [bare, ...others] = pinned.nodes;
  const { attestation, ...node } = bare ?? {};
  expect(() => parse({ ...pinned, nodes: [node, ...others] })).toThrow("not node-1's signature over this file");
});

test('a file with its fields in another order is the same file', () => {
  expect(parse(Object.fromEntries(Object.entries(cluster).reverse()))).toEqual(cluster);
});

test.each<[string, unknown, string]>([
  ['a short identity', withNode(1, { identity: 'ab' }), 'nodes[1].identity: expected 66 lowercase hex digits'],
  ['an identity off the curve', withNode(1, { identity: `02${'ff'.repeat(32)}` }), 'not a compressed secp256k1'],
  ['a repeated node id', withNode(1, { id: 'node-1' }), 'nodes[1].id: node-1 is already at nodes[0].id'],
  ['a repeated identity', withNode(1, { identity: first?.identity ?? '' }), 'is already at nodes[0].identity'],
  ['a node named as the coordinator', withNode(1, { id: 'coordinator-1' }), 'coordinators[0].id: coordinator-1 is'],
  ['an upper-case node id', withNode(0, { id: 'Node-1' }), 'nodes[0].id: expected lowercase letters'],
  [
    'an address with a peer id',
    withNode(0, { address: '/ip4/1.2.3.4/tcp/1/p2p/16U' }),
    'nodes[0].address: leave out /p2p',
  ],
  ['an address that is a URL', withNode(0, { address: 'http://1.2.3.4' }), 'nodes[0].address: expected a multiaddr'],
  [
    'an attestation key off the curve',
    withNode(0, { attestation: { publicKey: `02${'ff'.repeat(32)}` } }),
    'nodes[0].attestation.publicKey: not a compressed P-256 public key',
  ],
  [
    'an attestation key of two nodes',
    withNode(1, { attestation: { publicKey: G_OF_P256 } }, withNode(0, { attestation: { publicKey: G_OF_P256 } })),
    'nodes[1].attestation.publicKey: 036b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296 is already at',
  ],
  ['no nodes', { ...cluster, nodes: [] }, 'nodes: expected array to have >=1 items'],
  ['another version', { ...cluster, version: 2 }, 'version: expected 1'],
  ['an unknown field', { ...cluster, extra: true }, 'cluster.json: unknown field "extra"'],
  ['revision zero', { ...cluster, revision: 0 }, 'revision: expected number to be >=1'],
  [
    'a desk scope that is no list',
    { ...cluster, desks: [{ ...cluster.desks[0], keys: 'all' }] },
    'expected "*" or a list',
  ],
  [
    'a threshold above the admins',
    { ...cluster, admins: { ...cluster.admins, threshold: 4 } },
    '4 signatures wanted of 3',
  ],
  ['a threshold of zero', { ...cluster, admins: { ...cluster.admins, threshold: 0 } }, 'admins.threshold'],
  [
    'a desk with an admin’s key',
    { ...cluster, desks: [{ ...cluster.desks[0], publicKey: cluster.admins.members[0]?.publicKey }] },
    'admins.members[0].publicKey:',
  ],
  [
    'a small-order desk key',
    { ...cluster, desks: [{ ...cluster.desks[0], publicKey: `01${'00'.repeat(31)}` }] },
    'desks[0].publicKey: not a canonical Ed25519 public key',
  ],
])('%s is refused', (_, file, sentence) => {
  expect(() => parse(file)).toThrow(sentence);
  expect(() => parse(file)).toThrow(expect.objectContaining({ code: 'bad-cluster-file' }));
});

test('a truncated file is refused in one sentence', () => {
  const json = JSON.stringify(cluster);
  expect(() => parseClusterFile(json.slice(0, json.length / 2), 'prod/cluster.json')).toThrow(
    /^prod\/cluster\.json: not valid JSON$/,
  );
});

test('a node that has not signed is named', () => {
  const unsigned = { ...cluster, signatures: cluster.signatures.filter(({ node }) => node !== 'node-2') };
  expect(() => parse(unsigned)).toThrow('signatures: node-2 has not signed revision 1');
});

test('a draft may lack signatures, but not have false ones', () => {
  expect(parseClusterDraft(JSON.stringify({ ...cluster, signatures: [] })).signatures).toEqual([]);
  expect(() => parseClusterDraft(JSON.stringify({ ...cluster, name: 'other' }))).toThrow("not node-1's signature");
});

test('a signature given twice, or by a stranger, is refused', () => {
  const [signature] = cluster.signatures;
  expect(() => parse({ ...cluster, signatures: [...cluster.signatures, signature] })).toThrow('node-1 signed twice');
  const strange = { ...cluster, signatures: [...cluster.signatures, { ...signature, node: 'node-9' }] };
  expect(() => parse(strange)).toThrow('signatures[3].node: node-9 is not a node');
});

test('a signature in the name of another node is refused', () => {
  const [a, b, ...rest] = cluster.signatures;
  const swapped = [{ ...a, signature: b?.signature }, { ...b, signature: a?.signature }, ...rest];
  expect(() => parse({ ...cluster, signatures: swapped })).toThrow("signatures[0].signature: not node-1's");
});

/** Each changes one thing that the signatures must cover. */
const changes: [string, (file: ClusterFile) => ClusterFile][] = [
  ['id', (file) => ({ ...file, id: 'ab'.repeat(32) })],
  ['name', (file) => ({ ...file, name: 'other' })],
  ['revision', (file) => ({ ...file, revision: 2 })],
  ['node id', () => withNode(1, { id: 'node-4' })],
  ['node address', () => withNode(1, { address: '/ip4/10.0.0.1/tcp/1' })],
  ['node order', (file) => ({ ...file, nodes: [...file.nodes].reverse() })],
  [
    'coordinator id',
    (file) => ({ ...file, coordinators: [{ id: 'c', identity: file.coordinators[0]?.identity ?? '' }] }),
  ],
  ['no coordinator', (file) => ({ ...file, coordinators: [] })],
  ['desk removed', (file) => ({ ...file, desks: file.desks.slice(1) })],
  ['desk scope', (file) => ({ ...file, desks: file.desks.map((desk) => ({ ...desk, keys: [] })) })],
  ['admin threshold', (file) => ({ ...file, admins: { ...file.admins, threshold: 1 } })],
  ['admin removed', (file) => ({ ...file, admins: { ...file.admins, members: file.admins.members.slice(1) } })],
];

test.each(changes)('a change of %s after signing is found', (_, change) => {
  const changed = change(cluster);
  expect(() => parse({ ...changed, signatures: cluster.signatures })).toThrow(/signature/);
});

test.each(changes.filter(([what]) => what !== 'node id'))('a change of %s signed anew is accepted', (_, change) => {
  const changed = signedByAll(change(cluster));
  expect(parse(changed)).toEqual(changed);
});
