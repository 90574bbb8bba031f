import { createPublicKey, verify as verifyNatively } from 'node:crypto';
import { ed25519 } from '@noble/curves/ed25519.js';
import { schnorr } from '@noble/curves/secp256k1.js';
import { SESSION_PROTOCOL, type SignResult } from '@quorate/network';
import { type PartyIndex, partyIndex, publicKeyOf, signingSessionId } from '@quorate/tss-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestKey, type TestKey } from '../support/ceremonies.ts';
import { type InProcessCluster, inProcessCluster } from '../support/inProcessCluster.ts';
import { messageRequest, offerToAll, prepared, signingDescriptor, type TestRequest } from '../support/signing.ts';
import { type TestCoordinator, testCoordinator } from '../support/testCoordinator.ts';

const [ONE, TWO, THREE] = [1, 2, 3].map(partyIndex) as [PartyIndex, PartyIndex, PartyIndex];
/** Nodes whose session frames get lost. */
const silent = new Set<string>();
let cluster: InProcessCluster;
let coordinator: TestCoordinator;
let ed25519Key: TestKey;
let taprootKey: TestKey;

beforeAll(async () => {
  cluster = await inProcessCluster({
    tap: (from, _to, protocol, frame) =>
      protocol === SESSION_PROTOCOL && silent.has(from) ? [] : [{ frame, delayMs: 0 }],
  });
  coordinator = await testCoordinator(cluster.directory);
  await coordinator.linked();
  ed25519Key = await createTestKey(cluster.directory, coordinator, 'frost-ed25519', 'solana');
  taprootKey = await createTestKey(cluster.directory, coordinator, 'frost-secp256k1-tr', 'bitcoin');
});

afterAll(async () => {
  await coordinator?.[Symbol.asyncDispose]();
  await cluster?.[Symbol.asyncDispose]();
});

async function signWith(key: TestKey, request: TestRequest, signers: readonly PartyIndex[]): Promise<SignResult[]> {
  return offerToAll(coordinator, key, request, await signingDescriptor(coordinator, key, request, signers));
}

function signaturesOf(result: SignResult | undefined): readonly Uint8Array[] {
  if (result?.kind !== 'signed') throw new Error(JSON.stringify(result));
  return result.value.signatures;
}

describe('honest', () => {
  test.each([
    ['node-1 and node-2', [ONE, TWO]],
    ['node-1 and node-3', [ONE, THREE]],
    ['node-2 and node-3', [TWO, THREE]],
  ])('%s sign with an Ed25519 key', async (_, signers) => {
    const request = messageRequest(cluster.directory, ed25519Key.id, 'hello');
    const results = await signWith(ed25519Key, request, signers);
    const publicKey = publicKeyOf(ed25519Key.certificate);
    const [message] = prepared(request, ed25519Key).messages;
    for (const result of results) {
      const [signature] = signaturesOf(result);
      if (!message || !signature) throw new Error('one message, one signature');
      expect(ed25519.verify(signature, message, publicKey, { zip215: false })).toBe(true);
      expect(verifyNatively(null, message, nativeEd25519(publicKey), signature)).toBe(true);
    }
  });

  test('two nodes sign with a taproot key', async () => {
    const request = messageRequest(cluster.directory, taprootKey.id, 'hello');
    const results = await signWith(taprootKey, request, [ONE, THREE]);
    const [sighash] = prepared(request, taprootKey).messages;
    const publicKey = publicKeyOf(taprootKey.certificate);
    for (const result of results) {
      const [signature] = signaturesOf(result);
      if (!sighash || !signature) throw new Error('one message, one signature');
      expect(schnorr.verify(signature, sighash, publicKey)).toBe(true);
    }
  });

  test('many sessions run at the same time', async () => {
    const requests = Array.from({ length: 8 }, (_, i) => messageRequest(cluster.directory, ed25519Key.id, `no. ${i}`));
    const results = await Promise.all(requests.map((request) => signWith(ed25519Key, request, [ONE, TWO])));
    for (const both of results) for (const result of both) expect(result.kind).toBe('signed');
  });

  test('every node logs one line for the session, with its id and the request', async () => {
    const request = messageRequest(cluster.directory, ed25519Key.id, 'to be found in the logs');
    await signWith(ed25519Key, request, [ONE, TWO]);
    const lines = ['node-1', 'node-2'].map((id) =>
      cluster.logOf(id).filter((line) => line.msg === 'session ended' && line.request === request.request.id),
    );
    expect(lines.map((found) => found.length)).toEqual([1, 1]);
    expect(lines[0]?.[0]).toMatchObject({
      outcome: 'done',
      kind: 'signing',
      key: 'solana',
      session: lines[1]?.[0]?.session,
    });
  });

  test('nodes tell what they hold', async () => {
    const status = await coordinator.control.call('node-1', 'status', {});
    expect(status).toMatchObject({ id: 'node-1', keys: 2, pendingKeys: 0, sessions: 0, rules: { name: 'local-demo' } });
    const { active, pending } = await coordinator.control.call('node-1', 'listKeys', {});
    expect(active.map(({ certificate }) => certificate)).toEqual(
      [taprootKey, ed25519Key].map(({ encodedCertificate }) => encodedCertificate),
    );
    expect(pending).toEqual([]);
  });
});

describe('failing', () => {
  test('a silent node is named as missing, and nobody is blamed', async () => {
    const request = messageRequest(cluster.directory, ed25519Key.id, 'into the silence');
    silent.add('node-2');
    const [one, two] = await signWith(ed25519Key, request, [ONE, TWO]);
    silent.delete('node-2');
    expect(one).toMatchObject({ kind: 'stalled', value: { missing: [TWO] } });
    expect(one?.value).toHaveProperty('reason', 'waited 2000 ms in vain for node-2');
    expect(two?.kind).toBe('stalled');
    // The next attempt, without it, succeeds at once.
    for (const result of await signWith(ed25519Key, request, [ONE, THREE])) expect(result.kind).toBe('signed');
  });

  test('a node that stops in the middle of a session is named at once', async () => {
    const request = messageRequest(cluster.directory, ed25519Key.id, 'interrupted');
    silent.add('node-3');
    const descriptor = await signingDescriptor(coordinator, ed25519Key, request, [ONE, THREE]);
    const answers = offerToAll(coordinator, ed25519Key, request, descriptor).catch(() => undefined);
    await cluster.stop('node-3');
    silent.delete('node-3');
    await answers;
    await cluster.start('node-3');
    await coordinator.linked();
    const ended = cluster
      .logOf('node-1')
      .find((line) => line.msg === 'session ended' && line.request === request.request.id);
    expect(ended).toMatchObject({ outcome: 'stalled', reason: 'lost the link to node-3' });
  });

  test('a coordinator that ends a session ends it for all', async () => {
    const request = messageRequest(cluster.directory, ed25519Key.id, 'called off');
    silent.add('node-2');
    const descriptor = await signingDescriptor(coordinator, ed25519Key, request, [ONE, TWO]);
    const answers = offerToAll(coordinator, ed25519Key, request, descriptor);
    await coordinator.control.call('node-1', 'abort', { session: signingSessionId(descriptor) });
    const [one] = await answers;
    silent.delete('node-2');
    expect(one).toMatchObject({ kind: 'stalled', value: { missing: [], reason: 'coordinator-1 ended the session' } });
  });
});

function nativeEd25519(publicKey: Uint8Array) {
  const x = Buffer.from(publicKey).toString('base64url');
  return createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
}
