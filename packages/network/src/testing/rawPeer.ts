import { noise } from '@chainsafe/libp2p-noise';
import { yamux } from '@chainsafe/libp2p-yamux';
import { privateKeyFromRaw, publicKeyFromRaw } from '@libp2p/crypto/keys';
import type { Connection, Libp2p } from '@libp2p/interface';
import { memory } from '@libp2p/memory';
import { peerIdFromPublicKey } from '@libp2p/peer-id';
import { tcp } from '@libp2p/tcp';
import { multiaddr } from '@multiformats/multiaddr';
import { createLibp2p } from 'libp2p';
import { fromString } from 'uint8arrays/from-string';
import type { MemberId } from '../host.ts';
import type { TestCluster } from './testCluster.ts';

/** A libp2p peer that keeps none of our rules, to attack hosts with. `secret` decides who it is. */
export function rawPeer(secret: Uint8Array): Promise<Libp2p> {
  return createLibp2p({
    privateKey: privateKeyFromRaw(secret),
    transports: [tcp(), memory()],
    connectionEncrypters: [noise()],
    streamMuxers: [yamux()],
  });
}

/** Dials a node of the cluster. That it resolves does not mean that the node accepts. */
export function dialNode(peer: Libp2p, { cluster }: TestCluster, id: MemberId): Promise<Connection> {
  const node = cluster.nodes.find((candidate) => candidate.id === id);
  if (!node) throw new Error(`no ${id}`);
  const peerId = peerIdFromPublicKey(publicKeyFromRaw(fromString(node.identity, 'base16')));
  return peer.dial(multiaddr(`${node.address}/p2p/${peerId}`));
}

/** Resolves when the other side, or the network, has closed it. */
export function closed(channel: Pick<EventTarget, 'addEventListener'> & { readonly status: string }): Promise<void> {
  return new Promise((resolve) => {
    if (channel.status !== 'open') resolve();
    else channel.addEventListener('close', () => resolve(), { once: true });
  });
}
