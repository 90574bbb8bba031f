import { isPrepared, partyIndex, type SigningDescriptor, signReady } from '@quorate/tss-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { stocked } from '../support/nonceStock.ts';
import { messagesOf, SIGNERS, type Siege, siege } from '../support/siege.ts';
import { offerToAll, readyOf, type TestRequest } from '../support/signing.ts';

// Attack 35: a coordinator that offers another session than the one that nodes said they were ready for obtains no
// signature share. Asserted on the wire: no frame of any node carries one.

const [ONE, TWO] = SIGNERS;
const THREE = partyIndex(3);
const hash = (byte: number) => new Uint8Array(32).fill(byte);
let scene: Siege;

beforeAll(async () => {
  scene = await siege();
}, 60_000);

afterAll(() => scene?.[Symbol.asyncDispose]());

test('an honest offer is signed, and both shares are seen on the wire', async () => {
  for (const key of [scene.bitcoinKey, scene.solanaKey]) {
    const request = scene.payment(key);
    const shares = await scene.sharesDuring(async () => {
      const answers = await offerToAll(scene.coordinator, key, request, await scene.descriptor(key, request));
      expect(answers.map(({ kind }) => kind)).toEqual(['signed', 'signed']);
    });
    expect(shares).toEqual(['node-1 -> node-2', 'node-2 -> node-1']);
  }
});

describe.each([
  { rounds: 'two', reserve: false },
  { rounds: 'one', reserve: true },
])('a session of $rounds that differs from the request is refused by every node', ({ reserve }) => {
  beforeEach(async () => {
    if (reserve) await stocked(scene.cluster, 'treasury', ['node-1', 'node-2']);
  });

  const messages = (amount: bigint, payee: number) =>
    messagesOf(scene.bitcoinKey, scene.paymentIntent(scene.bitcoinKey, amount, payee));

  test.each<[string, () => Partial<SigningDescriptor>]>([
    ['another amount', () => ({ messages: messages(99_000n, 5) })],
    ['another destination', () => ({ messages: messages(1000n, 6) })],
    ['one message less', () => ({ messages: messages(1000n, 5).slice(1) })],
    ['one message more', () => ({ messages: [...messages(1000n, 5), ...messages(99_000n, 6)] })],
    ['the messages in another order', () => ({ messages: [...messages(1000n, 5)].reverse() })],
    ['another key', () => ({ key: scene.solanaKey.id })],
    ['another group key', () => ({ groupKey: scene.solanaKey.certificate.statement.groupKey })],
    ['another scheme', () => ({ scheme: 'frost-ed25519' })],
    ['another epoch', () => ({ epoch: 7 })],
    ['another cluster', () => ({ cluster: hash(1) })],
    ['another request hash', () => ({ requestHash: scene.payment(scene.bitcoinKey).hash })],
    ['a derivation path', () => ({ path: [0] })],
    ['an aux generation', () => ({ auxGeneration: hash(1) })],
    ['other signers than those who were ready', () => ({ assignment: [[ONE, THREE]] })],
    ['fewer signers than the quorum needs', () => ({ assignment: [[ONE]] })],
    ['more signers than the quorum needs', () => ({ assignment: [[ONE, TWO, THREE]] })],
    ['signers of two quorums', () => ({ assignment: [[ONE], [TWO]] })],
    ['no readies', () => ({ readies: [] })],
  ])('%s', async (_, changes) => {
    const request = scene.payment(scene.bitcoinKey);
    const truth = await scene.descriptor(scene.bitcoinKey, request, reserve);
    expect(isPrepared(truth)).toBe(reserve);
    const shares = await scene.sharesDuring(async () => {
      for (const code of await scene.refusals(request, { ...truth, ...changes() })) {
        expect(['descriptor-mismatch', 'not-a-signer', 'undecodable']).toContain(code);
      }
    });
    expect(shares).toEqual([]);
  });
});

test('a session without a node that the desk wants to cosign is refused by every node', async () => {
  const request = scene.payment(scene.bitcoinKey, { cosigners: ['node-3'] });
  const truth = await scene.descriptor(scene.bitcoinKey, request);
  const shares = await scene.sharesDuring(async () => {
    expect(await scene.refusals(request, truth)).toEqual(['descriptor-mismatch', 'descriptor-mismatch']);
  });
  expect(shares).toEqual([]);
});

describe('a session whose readies were meddled with is refused by every node', () => {
  type Readies = SigningDescriptor['readies'];

  /** The readies with something else in them, signed anew with the only identity key that a coordinator has. */
  const forged = (readies: Readies, { request, hash: subject }: TestRequest, changes: Partial<Readies[number]>) =>
    readies.map((ready) =>
      signReady(
        { ...ready, ...changes, cluster: request.cluster, key: request.key, subject },
        scene.cluster.directory.secret('coordinator-1'),
      ),
    );

  test.each<[string, (readies: Readies, request: TestRequest) => Readies | Promise<Readies>]>([
    ['other fresh bytes', (readies) => readies.map((ready) => ({ ...ready, nonce: hash(1) }))],
    ['other fresh bytes, signed', (readies, request) => forged(readies, request, { nonce: hash(1) })],
    ['another policy hash', (readies) => readies.map((ready) => ({ ...ready, policyHash: hash(1) }))],
    ['another policy hash, signed', (readies, request) => forged(readies, request, { policyHash: hash(1) })],
    ['the same, signed by the coordinator', (readies, request) => forged(readies, request, {})],
    ['in the wrong order', (readies) => [...readies].reverse()],
    ['one of them twice', ([first]) => (first ? [first, first] : [])],
    ['seats exchanged', (readies) => readies.map((ready, i) => ({ ...ready, party: i === 0 ? TWO : ONE }))],
    ['those of another request', () => readiesOf(scene.payment(scene.bitcoinKey))],
  ])('%s', async (_, meddle) => {
    const request = scene.payment(scene.bitcoinKey);
    const truth = await scene.descriptor(scene.bitcoinKey, request);
    const shares = await scene.sharesDuring(async () => {
      const readies = await meddle(truth.readies, request);
      for (const code of await scene.refusals(request, { ...truth, readies })) {
        expect(['descriptor-mismatch', 'not-a-signer']).toContain(code);
      }
    });
    expect(shares).toEqual([]);
  });
});

function readiesOf(request: TestRequest) {
  return Promise.all(['node-1', 'node-2'].map((node) => readyOf(scene.coordinator, node, request)));
}
