import { decodeSignedRequest, encodeSignedRequest, requestHash, type SignRequest } from '@quorate/requests';
import { RequestRejected, type SigningDescriptor } from '@quorate/tss-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TestKey } from '../support/ceremonies.ts';
import { bitcoinPayment } from '../support/documents.ts';
import { pick, seededRandom } from '../support/seededRandom.ts';
import { messagesOf, type Siege, siege } from '../support/siege.ts';
import { keyContext, offer, readyOf, type TestRequest } from '../support/signing.ts';

// Attacks 35 and 36: every field of a request is under the desk's signature. Whatever a coordinator changes between desk
// and nodes, each node denies it, and joins no session about it, even where the session fits the changed request.

const NODES = ['node-1', 'node-2', 'node-3'];
const now = Math.floor(Date.now() / 1000);
let scene: Siege;

beforeAll(async () => {
  scene = await siege();
}, 60_000);

afterAll(() => scene?.[Symbol.asyncDispose]());

/** What a coordinator makes of a request: other content under the same signature. */
function tampered({ request, encoded }: TestRequest, changes: Partial<SignRequest>): TestRequest {
  const { signature } = decodeSignedRequest(encoded);
  const changed = { ...request, ...changes };
  return {
    request: changed,
    hash: requestHash(changed),
    encoded: encodeSignedRequest({ request: changed, signature }),
  };
}

/** The session made to fit the changed request, as far as the key can sign that at all. */
function fitted(truth: SigningDescriptor, { request, hash }: TestRequest, key: TestKey): SigningDescriptor {
  const { cluster, key: keyId, path } = request;
  const about = { ...truth, cluster, key: keyId, path, requestHash: hash };
  try {
    return { ...about, messages: messagesOf(key, request.intent) };
  } catch (problem) {
    if (problem instanceof RequestRejected) return about;
    throw problem;
  }
}

async function expectNoShare(key: TestKey, changes: Partial<SignRequest>): Promise<void> {
  const request = scene.payment(key);
  const truth = await scene.descriptor(key, request);
  const changed = tampered(request, changes);
  const shares = await scene.sharesDuring(async () => {
    for (const node of NODES) {
      await expect(readyOf(scene.coordinator, node, changed)).rejects.toThrow(/bad-desk-signature|foreign-cluster/);
    }
    for (const offered of [truth, fitted(truth, changed, key)]) {
      for (const code of await scene.refusals(changed, offered)) {
        expect(['bad-desk-signature', 'foreign-cluster']).toContain(code);
      }
    }
  });
  expect(shares).toEqual([]);
}

describe.each<[string, () => TestKey]>([
  ['a Bitcoin payment', () => scene.bitcoinKey],
  ['a Solana payment', () => scene.solanaKey],
])('%s that is not what the desk signed is denied and gets no session', (_, key) => {
  test.each<[string, () => Partial<SignRequest>]>([
    ['amount', () => ({ intent: scene.paymentIntent(key(), 99_000n, 5) })],
    ['destination', () => ({ intent: scene.paymentIntent(key(), 1000n, 6) })],
    ['intent', () => ({ intent: { kind: 'message', value: { text: 'I owe mallory' } } })],
    ['key', () => ({ key: (key() === scene.bitcoinKey ? scene.solanaKey : scene.bitcoinKey).id })],
    ['path', () => ({ path: [0] })],
    ['cosigners', () => ({ cosigners: ['node-3'] })],
    ['expiry', () => ({ expiresAt: now + 6 * 3600 })],
    ['time', () => ({ createdAt: now - 5 })],
    ['desk', () => ({ desk: 'desk-2' })],
    ['id', () => ({ id: 'another-request' })],
    ['cluster', () => ({ cluster: new Uint8Array(32).fill(1) })],
  ])('%s swapped', (_field, changes) => expectNoShare(key(), changes()));

  test.each([1, 2])('a bit anywhere in it flipped on the way (seed %i)', async (seed) => {
    const random = seededRandom(seed);
    const request = scene.payment(key());
    const truth = await scene.descriptor(key(), request);
    const shares = await scene.sharesDuring(async () => {
      for (let flip = 0; flip < 25; flip++) {
        const encoded = request.encoded.slice();
        const at = Math.floor(random() * encoded.length);
        encoded[at] = (encoded[at] ?? 0) ^ pick(random, [1, 2, 4, 8, 16, 32, 64, 128]);
        const changed = { ...request, encoded };
        await expect(readyOf(scene.coordinator, pick(random, NODES), changed)).rejects.toThrow();
        expect((await offer(scene.coordinator, 'node-1', changed, truth)).kind).toBe('refused');
      }
    });
    expect(shares).toEqual([]);
  });
});

test('the network of a Bitcoin payment, which is signed nowhere in the transaction, swapped', () => {
  const intent = bitcoinPayment(keyContext(scene.bitcoinKey), { sat: 1000n, payee: 5, network: 'mainnet' });
  return expectNoShare(scene.bitcoinKey, { intent });
});
