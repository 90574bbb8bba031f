import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeKey, signText } from '../support/deskClient.ts';
import { type InProcessNetwork, inProcessNetwork } from '../support/inProcessNetwork.ts';

let network: InProcessNetwork;

beforeAll(async () => {
  network = await inProcessNetwork({ shortEcdsa: true });
  await network.linked();
}, 120_000);

afterAll(async () => {
  await network?.[Symbol.asyncDispose]();
});

test('the first ECDSA key of some nodes makes their aux generation, the second uses it', {
  timeout: 120_000,
}, async () => {
  const { cluster, client } = network;
  const first = await makeKey(cluster.directory, client, 'ether', 'ecdsa-secp256k1');
  const second = await makeKey(cluster.directory, client, 'more-ether', 'ecdsa-secp256k1');
  const ceremonies = cluster.logOf('node-1').filter(({ msg, kind }) => msg === 'session ended' && kind === 'aux');
  expect(ceremonies).toHaveLength(1);
  for (const key of [first, second]) {
    const signed = await signText(client, key, `from ${key.name}`);
    expect(signed.view.signatures).toHaveLength(1);
  }
});
