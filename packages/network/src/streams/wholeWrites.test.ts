import { Socket } from 'node:net';
import { noise } from '@chainsafe/libp2p-noise';
import { yamux } from '@chainsafe/libp2p-yamux';
import type { Libp2p } from '@libp2p/interface';
import { tcp } from '@libp2p/tcp';
import { createLibp2p } from 'libp2p';
import { afterEach, expect, test, vi } from 'vitest';
import { wholeWrites } from './wholeWrites.ts';

const PROTOCOL = '/test/whole/1.0.0';
const peers: Libp2p[] = [];

afterEach(async () => {
  vi.restoreAllMocks();
  await Promise.all(peers.splice(0).map((peer) => peer.stop()));
});

async function peer(): Promise<Libp2p> {
  const made = await createLibp2p({
    addresses: { listen: ['/ip4/127.0.0.1/tcp/0'] },
    transports: [tcp()],
    connectionEncrypters: [wholeWrites(noise())],
    streamMuxers: [yamux()],
  });
  peers.push(made);
  return made;
}

test.each([100, 2000, 100_000])('%i bytes are one write, and arrive', async (length) => {
  const [from, to] = [await peer(), await peer()];
  let received = 0;
  const { promise, resolve } = Promise.withResolvers<void>();
  await to.handle(PROTOCOL, (stream) => {
    stream.addEventListener('message', ({ data }) => {
      received += data.byteLength;
      if (received >= length) resolve();
    });
  });
  const stream = await from.dialProtocol(to.getMultiaddrs(), PROTOCOL);
  const write = vi.spyOn(Socket.prototype, 'write');
  stream.send(new Uint8Array(length).fill(7));
  expect(write).toHaveBeenCalledTimes(1);
  await promise;
  expect(received).toBe(length);
});
