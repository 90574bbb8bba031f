import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type CreateKeyOrder,
  encodeSignedOrder,
  identitiesOf,
  keyIdOf,
  localDemoRules,
  orderHash,
  policyHash,
  type SignedOrder,
  signOrder,
} from '@quorate/requests';
import {
  SAMPLE_TIME,
  sampleCluster,
  sampleKey,
  sampleOrder,
  sampleSignedOrder,
  sampleStructure,
} from '@quorate/requests/testing';
import { FIRST_EPOCH, type KeygenDescriptor, partyIndex, type Ready, signReady } from '@quorate/tss-core';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openStore } from '../store/openStore.ts';
import type { Store } from '../store/store.ts';
import { activateSampleKey } from '../testing/activateSampleKey.ts';
import { type AllowedCeremony, checkCeremony } from './checkCeremony.ts';
import { checkKeygenDescriptor } from './checkKeygenDescriptor.ts';

const sample = sampleCluster({ nodes: 4, admins: 3, threshold: 2 });
const rules = policyHash(localDemoRules);
/** node-1 to node-3; node-4 is in the cluster and not in the key. */
const structure = { ...sampleStructure(sampleCluster(), 'frost-ed25519') };
const signed = sampleSignedOrder(sample, { structure });

let dir: string;
let store: Store;
let nowMs: number;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'quorate-ceremony-'));
  store = openStore(dir);
  nowMs = SAMPLE_TIME * 1000;
});
afterEach(() => {
  store.close();
  rmSync(dir, { recursive: true, force: true });
});

function judge(order: SignedOrder, node = 'node-1') {
  const context = { cluster: sample.cluster, store, node, policyHash: rules, now: () => nowMs };
  return checkCeremony(encodeSignedOrder(order), context);
}
const deniedAs = (code: string) => ({ kind: 'denied', code, reasons: [expect.any(String)] });

/** Signed by exactly these admins, with their own keys unless told otherwise. */
function signedBy(order: CreateKeyOrder, ...admins: readonly string[]): SignedOrder {
  return admins.reduce((s, admin) => signOrder(s, admin, sample.secret(admin)), {
    order,
    signatures: [],
  } as SignedOrder);
}

test('an order of enough admins is allowed for its parties', () => {
  expect(judge(signed)).toMatchObject({
    kind: 'allowed',
    order: signed.order,
    orderHash: orderHash(signed.order),
    keyId: keyIdOf(signed.order),
    epoch: FIRST_EPOCH,
    self: 1,
    policyHash: rules,
  });
  expect(judge(signed, 'node-3')).toMatchObject({ kind: 'allowed', self: 3 });
});

test('a node that is no party is not drawn in', () => {
  expect(judge(signed, 'node-4')).toEqual(deniedAs('not-a-party'));
});

test('without k of m distinct admins nothing is made, whoever brings the order (attack 40b)', () => {
  const order = sampleOrder(sample, { structure });
  expect(judge({ order, signatures: [] })).toEqual(deniedAs('too-few-admins'));
  expect(judge(signedBy(order, 'admin-1'))).toEqual(deniedAs('too-few-admins'));
  const [first] = signedBy(order, 'admin-1').signatures;
  expect(judge({ order, signatures: first ? [first, first] : [] })).toEqual(deniedAs('duplicate-admin'));
  const self = signOrder({ order, signatures: [] }, 'coordinator-1', sample.secret('coordinator-1'));
  expect(judge(self)).toEqual(deniedAs('unknown-admin'));
});

test.each<[string, Partial<CreateKeyOrder>]>([
  ['its name', { name: 'other' }],
  ['its structure', { structure: { ...structure, lossAccepted: true } }],
  ['its expiry', { expiresAt: SAMPLE_TIME + 7200 }],
  ['its id', { orderId: new Uint8Array(32).fill(1) }],
])('an order changed after the admins signed it is denied: %s', (_name, change) => {
  const changed = { order: { ...signed.order, ...change }, signatures: signed.signatures };
  expect(judge(changed)).toEqual(deniedAs('bad-admin-signature'));
});

test('an expired order is denied, and one for another cluster', () => {
  nowMs = signed.order.expiresAt * 1000;
  expect(judge(signed)).toEqual(deniedAs('expired'));
  nowMs = SAMPLE_TIME * 1000;
  const foreign = signedBy(sampleOrder(sample, { structure, cluster: new Uint8Array(32) }), 'admin-1', 'admin-2');
  expect(judge(foreign)).toEqual(deniedAs('foreign-cluster'));
});

test('bytes that are no order are denied', () => {
  const context = { cluster: sample.cluster, store, node: 'node-1', policyHash: rules, now: () => nowMs };
  expect(checkCeremony(Uint8Array.of(1), context)).toEqual(deniedAs('bad-order'));
});

test('a name that is active, or an order already certified, is denied', () => {
  const key = sampleKey(sample, 'frost-ed25519');
  activateSampleKey(store, key, partyIndex(1));
  expect(judge(signed)).toEqual(deniedAs('name-taken'));
  expect(judge(key.signedOrder)).toEqual(deniedAs('order-used'));
});

const bytes = (n: number) => new Uint8Array(32).fill(n);
function readyOf(party: number, subject = orderHash(signed.order), signer = party): Ready {
  const about = { cluster: signed.order.cluster, key: keyIdOf(signed.order), subject };
  const statement = { ...about, party: partyIndex(party), nonce: bytes(party), policyHash: rules };
  return signReady(statement, sample.secret(`node-${signer}`));
}

const honest: KeygenDescriptor = {
  version: 1,
  cluster: signed.order.cluster,
  key: keyIdOf(signed.order),
  epoch: FIRST_EPOCH,
  orderHash: orderHash(signed.order),
  structure,
  readies: [readyOf(1), readyOf(2), readyOf(3)],
};

function check(change: Partial<KeygenDescriptor>): void {
  const allowed = judge(signed);
  if (allowed.kind === 'denied') throw new Error(allowed.code);
  checkKeygenDescriptor({ ...honest, ...change }, allowed, readyOf(1), identities);
}

const identities = identitiesOf(sample.cluster, structure);
type Swap = [field: string, change: Partial<KeygenDescriptor>, sentence: RegExp];

const swaps: readonly Swap[] = [
  ['another cluster', { cluster: bytes(9) }, /another cluster/],
  ['another key', { key: bytes(9) }, /another key/],
  ['another epoch', { epoch: 7 }, /another epoch/],
  ['another order', { orderHash: bytes(9) }, /another order/],
  ['a lower threshold', { structure: sampleStructure(sampleCluster(), 'frost-ed25519', 1) }, /structure/],
  ['another scheme', { structure: { ...structure, scheme: 'frost-secp256k1-tr' } }, /structure/],
  ['a party less', { readies: [readyOf(1), readyOf(2)] }, /not exactly those/],
  ['a foreign ready', { readies: [readyOf(1), readyOf(2), readyOf(3, undefined, 4)] }, /party 3 never said/],
  ['a ready for another order', { readies: [readyOf(1), readyOf(2, bytes(9)), readyOf(3)] }, /party 2 never said/],
];

test('the ceremony as ordered is accepted', () => {
  expect(() => check({})).not.toThrow();
});

test.each(swaps)('a coordinator that offers a ceremony with %s is refused', (_field, change, sentence) => {
  expect(() => check(change)).toThrow(expect.objectContaining({ code: 'descriptor-mismatch' }));
  expect(() => check(change)).toThrow(sentence);
});

test('every field of the ceremony is covered by a swap', () => {
  const swapped = new Set(swaps.flatMap(([, change]) => Object.keys(change)));
  expect([...swapped, 'version'].sort()).toEqual(Object.keys(honest).sort());
  const allowed: Pick<AllowedCeremony, 'kind'> | { kind: 'denied' } = judge(signed);
  expect(allowed.kind).toBe('allowed');
});
