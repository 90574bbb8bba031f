import { auxIdOf, identitiesOf, keyIdOf, localDemoRules, orderHash, policyHash } from '@quorate/requests';
import { sampleCluster, sampleSignedOrder, sampleStructure } from '@quorate/requests/testing';
import { FIRST_EPOCH, partyIndex, type Ready, signReady } from '@quorate/tss-core';
import { type AuxDescriptor, PROFILE_3072 } from '@quorate/tss-core/ecdsa';
import { expect, test } from 'vitest';
import { checkAuxDescriptor } from './checkAuxDescriptor.ts';
import type { AllowedCeremony } from './checkCeremony.ts';

const sample = sampleCluster();
const signed = sampleSignedOrder(sample, { structure: sampleStructure(sample, 'ecdsa-secp256k1') });
const { order } = signed;
const { parties } = order.structure;
const identities = identitiesOf(sample.cluster, order.structure);
const bytes = (n: number) => new Uint8Array(32).fill(n);

const allowed: AllowedCeremony = {
  kind: 'allowed',
  order,
  signedOrder: bytes(1),
  orderHash: orderHash(order),
  keyId: keyIdOf(order),
  epoch: FIRST_EPOCH,
  self: partyIndex(1),
  policyHash: policyHash(localDemoRules),
};

function readyOf(party: number, change: Partial<Parameters<typeof signReady>[0]> = {}): Ready {
  const about = { cluster: order.cluster, key: auxIdOf(order), subject: allowed.orderHash };
  const own = { party: partyIndex(party), nonce: bytes(40 + party), policyHash: allowed.policyHash };
  return signReady({ ...about, ...own, ...change }, sample.secret(`node-${party}`));
}

const own = readyOf(1);
const honest: AuxDescriptor = {
  version: 1,
  cluster: order.cluster,
  generation: auxIdOf(order),
  epoch: FIRST_EPOCH,
  orderHash: allowed.orderHash,
  profile: PROFILE_3072.name,
  parties,
  readies: [own, readyOf(2), readyOf(3)],
};
const check = (change: Partial<AuxDescriptor> = {}, ready = own) =>
  checkAuxDescriptor({ ...honest, ...change }, allowed, ready, identities, PROFILE_3072.name);

test('the ceremony of exactly the parties of the order is joined', () => {
  expect(() => check()).not.toThrow();
});

const swaps: readonly [string, Partial<AuxDescriptor>, RegExp][] = [
  ['another cluster', { cluster: bytes(1) }, /another cluster/],
  ['another generation', { generation: keyIdOf(order) }, /another aux generation/],
  ['another epoch', { epoch: FIRST_EPOCH + 1 }, /another epoch/],
  ['another order', { orderHash: bytes(1) }, /another order/],
  ['shorter numbers', { profile: 'cggmp24-2048' }, /profile is not cggmp24-3072/],
  ['fewer parties', { parties: parties.slice(1) }, /parties are not those ordered/],
  ['other indices', { parties: parties.map((party) => ({ ...party, index: partyIndex(party.index + 1) })) }, /parties/],
  ['a missing ready', { readies: [own, readyOf(2)] }, /not exactly those of its parties/],
  ['a ready for the key', { readies: [own, readyOf(2, { key: keyIdOf(order) }), readyOf(3)] }, /party 2 never said/],
  [
    'an older ready',
    { readies: [readyOf(1, { nonce: bytes(1) }), readyOf(2), readyOf(3)] },
    /fresh bytes of this node/,
  ],
];

test.each(swaps)('an aux ceremony with %s is not joined', (_field, change, sentence) => {
  expect(() => check(change)).toThrow(expect.objectContaining({ code: 'descriptor-mismatch' }));
  expect(() => check(change)).toThrow(sentence);
});

test('a ready of another seat is not this node’s', () => {
  expect(() => check({}, readyOf(2))).toThrow(/another seat/);
});
