import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { localDemoRules, peerIdOf } from '@quorate/requests';
import { sampleCluster } from '@quorate/requests/testing';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { loadNodeConfig } from './loadNodeConfig.ts';

const sample = sampleCluster();
const hex = (value: Uint8Array) => Buffer.from(value).toString('hex');
const good = {
  version: 1,
  id: 'node-1',
  clusterFile: '../cluster.json',
  identityKeyFile: 'identity.key',
  dataDir: 'data',
  listen: ['/ip4/127.0.0.1/tcp/41001'],
  http: { host: '127.0.0.1', port: 41101 },
  keystore: { kind: 'passphrase', source: { file: 'passphrase' } },
  rules: 'rules.yaml',
};

let root: string;
let dir: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'quorate-config-'));
  dir = join(root, 'node-1');
  mkdirSync(dir);
  writeFileSync(join(root, 'cluster.json'), JSON.stringify(sample.cluster));
  writeFileSync(join(dir, 'identity.key'), `${hex(sample.secret('node-1'))}\n`, { mode: 0o600 });
  writeFileSync(join(dir, 'rules.yaml'), stringify(localDemoRules));
  write(good);
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function write(config: unknown): void {
  writeFileSync(join(dir, 'node.yaml'), typeof config === 'string' ? config : stringify(config));
}
const load = () => loadNodeConfig(join(dir, 'node.yaml'));

test('a config is loaded with absolute paths, defaults, its cluster and its rules', () => {
  const config = load();
  expect(config).toMatchObject({
    id: 'node-1',
    clusterFile: join(root, 'cluster.json'),
    identityKeyFile: join(dir, 'identity.key'),
    dataDir: join(dir, 'data'),
    keystore: { kind: 'passphrase', source: { kind: 'file', path: join(dir, 'passphrase') } },
    rules: localDemoRules,
    roundTimeoutMs: 2000,
    log: { level: 'info' },
  });
  expect(config.cluster).toEqual(sample.cluster);
  expect(peerIdOf(config.identity)).toMatch(/^16Uiu2HA/);
});

test('a loaded config holds no secret', () => {
  const secret = sample.secret('node-1');
  expect(JSON.stringify(load())).not.toContain(hex(secret));
  expect(Object.values(load()).some((value) => value instanceof Uint8Array && hex(value) === hex(secret))).toBe(false);
});

test.each([
  [{ env: 'QUORATE_PASSPHRASE' }, { kind: 'env', name: 'QUORATE_PASSPHRASE' }],
  [{ systemdCredential: 'passphrase' }, { kind: 'systemdCredential', name: 'passphrase' }],
  [{ prompt: true }, { kind: 'prompt' }],
])('the passphrase may come from %j', (source, expected) => {
  write({ ...good, keystore: { kind: 'passphrase', source } });
  expect(load().keystore).toEqual({ kind: 'passphrase', source: expected });
});

const hsm = { kind: 'pkcs11', module: '/usr/lib/pkcs11.so', token: 'ops', pin: { file: 'pin' } };

test('shares may be sealed by a PKCS#11 module, and then no nonces are made in advance', () => {
  write({ ...good, keystore: { ...hsm, env: { SOFTHSM2_CONF: 'softhsm2.conf' } } });
  expect(load()).toMatchObject({
    keystore: {
      ...{ kind: 'pkcs11', module: '/usr/lib/pkcs11.so', token: 'ops', keys: 'quorate' },
      pin: { kind: 'file', path: join(dir, 'pin') },
      env: { SOFTHSM2_CONF: 'softhsm2.conf' },
    },
    nonces: { low: 0, high: 0 },
  });
  write({ ...good, keystore: hsm, nonces: { high: 0, low: 0 } });
  expect(load().nonces.high).toBe(0);
});

test.each<[string, unknown, RegExp]>([
  ['nonces beside a module', { ...good, keystore: hsm, nonces: { low: 1, high: 8 } }, /nonces: a node whose shares/],
  ['a keystore of no kind', { ...good, keystore: { kind: 'paper' } }, /keystore\.kind: /],
  ['keys of an odd name', { ...good, keystore: { ...hsm, keys: 'a b' } }, /keystore\.keys: expected letters/],
  ['an unknown field', { ...good, colour: 'red' }, /node\.yaml: unknown field "colour"$/],
  ['an unknown nested field', { ...good, http: { ...good.http, tls: true } }, /http: unknown field "tls"$/],
  ['a missing field', { ...good, dataDir: undefined }, /dataDir: missing$/],
  ['a wrong type', { ...good, http: { host: '127.0.0.1', port: 'many' } }, /http\.port: expected .*number/],
  ['another version', { ...good, version: 2 }, /version: .*1/],
  ['a public http host', { ...good, http: { host: '0.0.0.0', port: 1 } }, /http\.host: expected a loopback address/],
  ['a host that looks like loopback', { ...good, http: { host: '127.0.0.1.example.org', port: 1 } }, /loopback/],
  ['an absurd timeout', { ...good, roundTimeoutMs: 5 }, /roundTimeoutMs: expected .*100/],
  ['no address', { ...good, listen: [] }, /listen: expected .*1 item/],
  ['an address that is none', { ...good, listen: ['localhost:41001'] }, /listen\[0\]: expected a multiaddr/],
  ['two sources', { ...good, keystore: { kind: 'passphrase', source: { env: 'A', prompt: true } } }, /expected one of/],
  ['fields of another keystore', { ...good, keystore: { kind: 'pkcs11', source: { env: 'A' } } }, /keystore\.module/],
  [
    'a traversing credential',
    { ...good, keystore: { kind: 'passphrase', source: { systemdCredential: '../x' } } },
    /source/,
  ],
  ['a log level that is none', { ...good, log: { level: 'loud' } }, /log\.level: .*trace/],
  ['an empty file', '', /node\.yaml: expected object/],
  ['broken syntax', 'version: 1\nid: [node-1\nhttp: {', /node\.yaml line \d: \S/],
  ['a truncated file', stringify(good).slice(0, 160), /node\.yaml/],
  ['a key given twice', 'version: 1\nid: node-1\nid: node-2\n', /line 3: .*unique/],
  ['aliases', 'version: 1\nid: &a node-1\nrules: *a\n', /YAML aliases are not accepted/],
  ['another node of the cluster', { ...good, id: 'node-2' }, /is not the one that the cluster file has for node-2/],
  ['a node the cluster has not', { ...good, id: 'node-9' }, /the cluster file has no node node-9/],
  [
    'a cluster file that is not there',
    { ...good, clusterFile: 'no.json' },
    /the cluster file .*no\.json .*does not exist/,
  ],
  [
    'a key file that is not there',
    { ...good, identityKeyFile: 'no.key' },
    /identity key file .*no\.key .*does not exist/,
  ],
  ['rules that are not there', { ...good, rules: 'no.yaml' }, /the rules file .*no\.yaml .*does not exist/],
  ['a directory as a file', { ...good, rules: '.' }, /is not a regular file/],
])('%s is refused in one sentence', (_name, config, sentence) => {
  write(config);
  expect(load).toThrow(sentence);
  expect(load).toThrow(
    expect.objectContaining({ name: 'RequestRejected', message: expect.not.stringContaining('\n') }),
  );
});

test('a config file that is not there is told', () => {
  expect(() => loadNodeConfig(join(dir, 'nobody.yaml'))).toThrow(/the config file .*nobody\.yaml .*does not exist/);
});

test('a changed cluster file is refused: its signatures no longer hold', () => {
  const changed = {
    ...sample.cluster,
    admins: { ...sample.cluster.admins, members: [...sample.cluster.admins.members] },
  };
  writeFileSync(join(root, 'cluster.json'), JSON.stringify({ ...changed, revision: 2 }));
  expect(load).toThrow(expect.objectContaining({ code: 'bad-cluster-file' }));
});

test('a truncated cluster file is refused', () => {
  writeFileSync(join(root, 'cluster.json'), JSON.stringify(sample.cluster).slice(0, 200));
  expect(load).toThrow(/cluster\.json: not valid JSON/);
});

test.each([0o640, 0o604, 0o644, 0o660])('an identity key of mode %o is refused', (mode) => {
  chmodSync(join(dir, 'identity.key'), mode);
  expect(load).toThrow(/identity\.key is open to other users \(mode 06/);
});

test('a loosely kept key is refused behind a link as well', () => {
  writeFileSync(join(root, 'loose.key'), hex(sample.secret('node-1')), { mode: 0o644 });
  rmSync(join(dir, 'identity.key'));
  symlinkSync(join(root, 'loose.key'), join(dir, 'identity.key'));
  expect(load).toThrow(/open to other users/);
});

test.each([
  ['truncated', 'ab'.repeat(20), /must hold 64 hex digits, it holds 40 characters: it may be truncated/],
  ['empty', '', /it holds 0 characters/],
  ['too long', 'ab'.repeat(40), /it holds 80 characters$/],
  ['not hex', 'zz'.repeat(32), /must hold hex digits only, character 1 is none/],
  ['zero', '00'.repeat(32), /does not hold a secp256k1 secret key/],
  ['of nobody', '11'.repeat(32), /is not the one that the cluster file has for node-1/],
])('an identity key that is %s is refused', (_name, content, sentence) => {
  writeFileSync(join(dir, 'identity.key'), content);
  expect(load).toThrow(sentence);
});

test('rules with a mistake are refused with its place', () => {
  writeFileSync(join(dir, 'rules.yaml'), stringify({ ...localDemoRules, allow: [{ desks: '*', keys: '*' }] }));
  expect(load).toThrow(/rules\.yaml: allow\[0\]\.intents: missing|rules\.yaml: allow\[0\]\.intents/);
});
