import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  clusterId,
  encodeSignedCancel,
  encodeSignedRequest,
  localDemoRules,
  MAX_LIFETIME_SECONDS,
  policyHash,
  type RuleSet,
  requestHash,
  type SignedRequest,
  type SignRequest,
  signCancel,
  signRequest,
} from '@quorate/requests';
import { SAMPLE_TIME, sampleCluster, sampleKey, sampleSignedRequest } from '@quorate/requests/testing';
import { partyIndex } from '@quorate/tss-core';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openStore } from '../store/openStore.ts';
import type { Store } from '../store/store.ts';
import { activateSampleKey } from '../testing/activateSampleKey.ts';
import type { Authorization, Authorizer } from './authorizer.ts';
import { createAuthorizer } from './createAuthorizer.ts';

const sample = sampleCluster({ deskKeys: ['treasury'] });
const treasury = sampleKey(sample, 'frost-ed25519');
const keyId = treasury.certificate.statement.key;

let dir: string;
let store: Store;
let nowMs: number;
let authorizer: Authorizer;

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'quorate-authorizer-'));
  nowMs = SAMPLE_TIME * 1000;
  start();
  activateSampleKey(store, treasury, partyIndex(1));
});
afterEach(() => {
  store.close();
  rmSync(dir, { recursive: true, force: true });
});

function restart(rules?: RuleSet): void {
  store.close();
  start(rules);
}

function start(rules: RuleSet = localDemoRules): void {
  store = openStore(dir);
  authorizer = createAuthorizer({ cluster: sample.cluster, store, rules, now: () => nowMs });
}

const ask = (changes: Partial<SignRequest> = {}) => sampleSignedRequest(sample, { key: keyId, ...changes });
const text = (message: string): SignRequest['intent'] => ({ kind: 'message', value: { text: message } });
const authorize = (signed: SignedRequest): Authorization => authorizer.authorize(encodeSignedRequest(signed));
const deniedAs = (code: string) => ({ kind: 'denied', code, reasons: [expect.any(String)] });

test('a request of a known desk is allowed with everything a session about it must match', () => {
  const signed = ask();
  expect(authorize(signed)).toMatchObject({
    kind: 'allowed',
    request: signed.request,
    requestHash: requestHash(signed.request),
    keyId,
    keyName: 'treasury',
    self: 1,
    certificate: treasury.certificate,
    context: { scheme: 'frost-ed25519' },
    messages: [expect.any(Uint8Array)],
    description: { title: expect.any(String) },
    policyHash: policyHash(localDemoRules),
  });
});

test('the messages come from the intent alone: the same intent, the same messages, on every call', () => {
  const [first, second, other] = [ask(), ask(), ask({ id: 'request-0002', intent: text('something else') })].map(
    authorize,
  );
  if (first?.kind !== 'allowed' || second?.kind !== 'allowed' || other?.kind !== 'allowed') throw new Error('denied');
  expect(second.messages).toEqual(first.messages);
  expect(other.messages).not.toEqual(first.messages);
});

test.each<[string, Partial<SignRequest>]>([
  ['the cluster', { cluster: new Uint8Array(32).fill(1) }],
  ['the idempotency id', { id: 'request-9999' }],
  ['the desk', { desk: 'desk-2' }],
  ['the key', { key: new Uint8Array(32).fill(1) }],
  ['the intent', { intent: text('pay Eve instead') }],
  ['the path', { path: [1] }],
  ['the cosigners', { cosigners: ['node-2'] }],
  ['the time of creation', { createdAt: SAMPLE_TIME - 1 }],
  ['the expiry', { expiresAt: SAMPLE_TIME + 7200 }],
])('a request changed after the desk signed it is denied: %s (attacks 35, 36)', (_name, change) => {
  const { request, signature } = ask();
  const answer = authorize({ request: { ...request, ...change }, signature });
  const code = 'cluster' in change ? 'foreign-cluster' : 'bad-desk-signature';
  expect(answer).toEqual(deniedAs(code));
  expect(store.requests.find('desk-1', 'request-0001')).toBeUndefined();
});

test('bytes that are no request are denied', () => {
  expect(authorizer.authorize(Uint8Array.of(1, 2, 3))).toEqual(deniedAs('bad-request'));
  expect(authorizer.authorize(encodeSignedRequest(ask()).subarray(1))).toEqual(deniedAs('bad-request'));
  expect(authorizer.authorize(new Uint8Array((1 << 20) + 1))).toEqual(deniedAs('bad-request'));
});

test('a desk that the cluster file does not have is denied', () => {
  const request = { ...ask().request, desk: 'desk-9' };
  expect(authorize(signRequest(request, sample.secret('desk-9')))).toEqual(deniedAs('unknown-desk'));
});

test('a desk may not sign in the name of another', () => {
  expect(authorize(signRequest(ask().request, sample.secret('desk-2')))).toEqual(deniedAs('bad-desk-signature'));
});

test('a request is denied from the second of its expiry on, though it was allowed before', () => {
  const signed = ask();
  expect(authorize(signed).kind).toBe('allowed');
  nowMs = signed.request.expiresAt * 1000 - 1;
  expect(authorize(signed).kind).toBe('allowed');
  nowMs = signed.request.expiresAt * 1000;
  expect(authorize(signed)).toEqual(deniedAs('expired'));
});

test('a lifetime beyond a week, or a creation in the future, is denied', () => {
  const long = ask({ expiresAt: SAMPLE_TIME + MAX_LIFETIME_SECONDS + 1 });
  expect(authorize(long)).toEqual(deniedAs('bad-lifetime'));
  const early = ask({ createdAt: SAMPLE_TIME + 61 });
  expect(authorize(early)).toEqual(deniedAs('not-yet-valid'));
});

test('a key of which this node has no active share is denied', () => {
  expect(authorize(ask({ key: new Uint8Array(32).fill(3) }))).toEqual(deniedAs('unknown-key'));
});

test('a key outside the scope that the cluster file gives the desk is denied', () => {
  const payroll = sampleKey(sample, 'frost-ed25519', 'payroll');
  store.close();
  rmSync(dir, { recursive: true, force: true });
  start();
  activateSampleKey(store, payroll, partyIndex(1));
  expect(authorize(ask({ key: payroll.certificate.statement.key }))).toEqual(deniedAs('key-not-allowed'));
});

test('what no rule of this node allows is denied, with its reasons', () => {
  restart({ ...localDemoRules, name: 'strict', allow: [{ desks: ['desk-2'], keys: '*', intents: ['bitcoin-psbt'] }] });
  const answer = authorize(ask());
  expect(answer).toMatchObject({ kind: 'denied', code: 'denied-by-rules' });
  expect(answer.kind === 'denied' && answer.reasons.join()).toMatch(/desk desk-1.*intents of kind message/);
  expect(store.requests.find('desk-1', 'request-0001')?.decision).toEqual(answer);
});

test('rules that were loosened let the same request through later', () => {
  restart({ ...localDemoRules, allow: [] });
  expect(authorize(ask()).kind).toBe('denied');
  restart();
  expect(authorize(ask()).kind).toBe('allowed');
  expect(store.requests.find('desk-1', 'request-0001')?.decision.kind).toBe('allowed');
});

test('an intent that cannot be decoded is denied', () => {
  const psbt = { kind: 'solana-transaction', value: { transaction: Uint8Array.of(1, 2, 3) } } as const;
  expect(authorize(ask({ intent: psbt }))).toMatchObject({ kind: 'denied', reasons: [expect.any(String)] });
});

test('an intent of another scheme than the key is denied', () => {
  const psbt = { kind: 'bitcoin-psbt', value: { psbt: Uint8Array.of(1), network: 'mainnet' } } as const;
  expect(authorize(ask({ intent: psbt }))).toEqual(deniedAs('wrong-scheme'));
});

test('an id that named another request is denied, after a restart and after the first one expired', () => {
  const first = ask();
  expect(authorize(first).kind).toBe('allowed');
  const second = ask({ intent: text('other content'), expiresAt: SAMPLE_TIME + 7200 });
  expect(authorize(second)).toEqual(deniedAs('id-reused'));
  restart();
  nowMs = (first.request.expiresAt + 1) * 1000;
  store.requests.prune(nowMs);
  expect(authorize(second)).toEqual(deniedAs('id-reused'));
  expect(store.requests.find('desk-1', 'request-0001')?.hash).toEqual(requestHash(first.request));
});

test('the same request may be asked again: attempts repeat it', () => {
  expect(authorize(ask())).toEqual(authorize(ask()));
});

function cancelOf(signed: SignedRequest, desk = 'desk-1', signer = desk, createdAt = SAMPLE_TIME): Uint8Array {
  const cluster = clusterId(sample.cluster);
  const about = { cluster, requestHash: requestHash(signed.request), desk, createdAt };
  return encodeSignedCancel(signCancel({ version: 1, ...about }, sample.secret(signer)));
}

test('a cancelled request is denied for good, whether it was seen before or not', () => {
  const [seen, unseen] = [ask(), ask({ id: 'request-0002' })];
  expect(authorize(seen).kind).toBe('allowed');
  expect(authorizer.cancel(cancelOf(seen))).toEqual(requestHash(seen.request));
  authorizer.cancel(cancelOf(unseen));
  restart();
  expect(authorize(seen)).toEqual(deniedAs('cancelled'));
  expect(authorize(unseen)).toEqual(deniedAs('cancelled'));
});

test('a cancelled request stays denied when its desk’s clock was a month ahead and a coordinator keeps it until then', () => {
  const createdAt = SAMPLE_TIME + 30 * 86_400;
  const early = ask({ createdAt, expiresAt: createdAt + MAX_LIFETIME_SECONDS });
  expect(authorize(early)).toEqual(deniedAs('not-yet-valid'));
  authorizer.cancel(cancelOf(early, 'desk-1', 'desk-1', createdAt + 1));
  nowMs = (createdAt + 3600) * 1000;
  store.requests.prune(nowMs);
  expect(authorize(early)).toEqual(deniedAs('cancelled'));
});

test('a desk cancels only its own requests', () => {
  const signed = ask();
  authorizer.cancel(cancelOf(signed, 'desk-2'));
  expect(authorize(signed).kind).toBe('allowed');
  expect(() => authorizer.cancel(cancelOf(signed, 'desk-1', 'desk-2'))).toThrow(
    expect.objectContaining({ code: 'bad-desk-signature' }),
  );
  expect(() => authorizer.cancel(Uint8Array.of(9))).toThrow(expect.objectContaining({ code: 'bad-cancel' }));
});
