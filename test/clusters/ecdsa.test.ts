import { secp256k1 } from '@noble/curves/secp256k1.js';
import { type PartyIndex, partyIndex, publicKeyOf } from '@quorate/tss-core';
import { TEST_PROFILE } from '@quorate/tss-core/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestAux, type TestAux } from '../support/aux.ts';
import { createTestKey, type TestKey } from '../support/ceremonies.ts';
import { type InProcessCluster, inProcessCluster } from '../support/inProcessCluster.ts';
import { messageRequest, offerToAll, signingDescriptor } from '../support/signing.ts';
import { type TestCoordinator, testCoordinator } from '../support/testCoordinator.ts';

const [ONE, TWO] = [1, 2].map(partyIndex) as [PartyIndex, PartyIndex];
let cluster: InProcessCluster;
let coordinator: TestCoordinator;
let aux: TestAux;
let key: TestKey;

beforeAll(async () => {
  cluster = await inProcessCluster({ shortEcdsa: true });
  coordinator = await testCoordinator(cluster.directory);
  await coordinator.linked();
  aux = await createTestAux(cluster.directory, coordinator, TEST_PROFILE);
  key = await createTestKey(cluster.directory, coordinator, 'ecdsa-secp256k1', 'ether');
}, 180_000);

afterAll(async () => {
  await coordinator?.[Symbol.asyncDispose]();
  await cluster?.[Symbol.asyncDispose]();
});

test('any two of three nodes sign', { timeout: 60_000 }, async () => {
  const request = messageRequest(cluster.directory, key.id, 'hello');
  const descriptor = await signingDescriptor(coordinator, key, request, [ONE, TWO]);
  const answers = await offerToAll(coordinator, key, request, { ...descriptor, auxGeneration: aux.generation });
  const signatures = answers.map((answer) => (answer.kind === 'signed' ? answer.value.signatures[0] : answer));
  expect(signatures[0]).toEqual(signatures[1]);
  const [signature = new Uint8Array()] = signatures;
  if (!(signature instanceof Uint8Array)) throw new Error(JSON.stringify(answers));
  const [message = new Uint8Array()] = descriptor.messages;
  expect(secp256k1.verify(signature.subarray(0, 64), message, publicKeyOf(key.certificate), { prehash: false })).toBe(
    true,
  );
});
