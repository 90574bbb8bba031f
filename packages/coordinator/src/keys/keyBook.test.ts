import { fromBase64 } from '@quorate/requests';
import { sampleCluster, sampleKey } from '@quorate/requests/testing';
import { expect, test } from 'vitest';
import { openLedger } from '../store/ledger.ts';
import { createLog } from '../telemetry/log.ts';
import { KeyBook, keyView } from './keyBook.ts';

const sample = sampleCluster();
const key = sampleKey(sample, 'frost-secp256k1-tr');
const order = fromBase64(key.view.order);
const certificate = fromBase64(key.view.certificate);
const acknowledgements = key.view.acknowledgements.map(fromBase64);
const log = createLog('silent', 'coordinator-1');

function book(ledger = openLedger(':memory:', sample.cluster.id), cluster = sample.cluster): KeyBook {
  return new KeyBook(cluster, ledger.keys, log);
}

test('a key is listed as its nodes certified it, with every proof of storage', () => {
  const keys = book();
  keys.learn(order, certificate);
  for (const acknowledgement of acknowledgements) keys.acknowledge(key.view.key, acknowledgement);
  expect(keys.all().map(keyView)).toEqual([key.view]);
  expect(keys.byName('treasury')?.id).toBe(key.view.key);
});

test('learning a key twice changes nothing', () => {
  const keys = book();
  keys.learn(order, certificate);
  const [first] = acknowledgements;
  if (first) keys.acknowledge(key.view.key, first);
  expect(keys.learn(order, certificate).acknowledgements.size).toBe(1);
});

test('what is known is not verified again, though every node lists it whenever it links up', () => {
  let looks = 0;
  const cluster = new Proxy(sample.cluster, {
    get(file, field) {
      looks++;
      return Reflect.get(file, field);
    },
  });
  const keys = book(undefined, cluster);
  const hear = () => {
    keys.learn(order, certificate);
    for (const acknowledgement of acknowledgements) keys.acknowledge(key.view.key, acknowledgement);
  };
  hear();
  expect(looks).toBeGreaterThan(0);
  looks = 0;
  hear();
  expect(looks).toBe(0);
});

test('a restart knows the keys and their proofs again', () => {
  const ledger = openLedger(':memory:', sample.cluster.id);
  const keys = book(ledger);
  keys.learn(order, certificate);
  for (const acknowledgement of acknowledgements) keys.acknowledge(key.view.key, acknowledgement);
  expect(book(ledger).all().map(keyView)).toEqual([key.view]);
});

test('a stored key that no longer verifies is not listed', () => {
  const ledger = openLedger(':memory:', sample.cluster.id);
  book(ledger).learn(order, certificate);
  const nodes = sample.cluster.nodes.slice(0, 2);
  expect(book(ledger, { ...sample.cluster, nodes }).all()).toEqual([]);
});

test.each([
  ['bytes that are no certificate', order, Uint8Array.of(1), 'bad-certificate'],
  ['bytes that are no order', Uint8Array.of(1), certificate, 'bad-order'],
  ['a changed signature', order, certificate.with(-1, (certificate.at(-1) ?? 0) ^ 1), 'invalid-certificate'],
  [
    'the certificate of another order',
    fromBase64(sampleKey(sample, 'frost-secp256k1-tr', 'other').view.order),
    certificate,
    'bad-certificate',
  ],
])('refuses %s', (_name, anyOrder, anyCertificate, code) => {
  expect(() => book().learn(anyOrder, anyCertificate)).toThrow(expect.objectContaining({ code }));
});

test('an acknowledgement of another key is refused', () => {
  const keys = book();
  keys.learn(order, certificate);
  const [foreign] = sampleKey(sample, 'frost-secp256k1-tr', 'other').view.acknowledgements.map(fromBase64);
  const bad = expect.objectContaining({ code: 'bad-acknowledgement' });
  expect(() => keys.acknowledge(key.view.key, foreign ?? order)).toThrow(bad);
  expect(() => keys.acknowledge(key.view.key, Uint8Array.of(1))).toThrow(bad);
  expect(() => keys.acknowledge('00'.repeat(32), acknowledgements[0] ?? order)).toThrow(
    expect.objectContaining({ code: 'unknown-key' }),
  );
});
