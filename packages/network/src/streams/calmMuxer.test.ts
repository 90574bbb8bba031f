import { noise } from '@chainsafe/libp2p-noise';
import type { Libp2p } from '@libp2p/interface';
import { memory } from '@libp2p/memory';
import { createLibp2p } from 'libp2p';
import { afterEach, expect, test } from 'vitest';
import { calmMuxer } from './calmMuxer.ts';

const ECHO = '/test/nothing/1.0.0';
const peers: Libp2p[] = [];

afterEach(async () => {
  await Promise.all(peers.splice(0).map((peer) => peer.stop()));
});

async function peer(): Promise<Libp2p> {
  const made = await createLibp2p({
    addresses: { listen: [`/memory/calm-${peers.length}`] },
    transports: [memory()],
    connectionEncrypters: [noise()],
    streamMuxers: [calmMuxer({})],
  });
  peers.push(made);
  return made;
}

async function connection() {
  const [from, to] = [await peer(), await peer()];
  await to.handle(ECHO, () => undefined);
  return from.dial(to.getMultiaddrs());
}

test('streams open', async () => {
  const stream = await (await connection()).newStream(ECHO);
  expect(stream.status).toBe('open');
});

test('a stream that is opened in the moment in which its connection breaks fails for its opener, and for nobody else', async () => {
  const breaking = await connection();
  queueMicrotask(() => breaking.abort(new Error('the cable was cut')));
  await expect(breaking.newStream(ECHO)).rejects.toThrow();
});
