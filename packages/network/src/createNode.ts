import { noise } from '@chainsafe/libp2p-noise';
import { privateKeyFromRaw } from '@libp2p/crypto/keys';
import type { Libp2p, PrivateKey } from '@libp2p/interface';
import { memory } from '@libp2p/memory';
import { peerIdFromPrivateKey } from '@libp2p/peer-id';
import { tcp } from '@libp2p/tcp';
import { multiaddr } from '@multiformats/multiaddr';
import { RequestRejected } from '@quorate/tss-core';
import { createLibp2p } from 'libp2p';
import type { HostOptions, Logger } from './host.ts';
import { membershipGate } from './membership/gate.ts';
import type { Member, Roster } from './membership/roster.ts';
import { calmMuxer } from './streams/calmMuxer.ts';
import { wholeWrites } from './streams/wholeWrites.ts';

/** A stream's window, renewed as its reader reads: what a slow handler can make us hold per peer and protocol. */
const MAX_WINDOW_BYTES = 2 << 20;
/** Per connection and direction; we use one per protocol and now and then one for a ping. */
const MAX_STREAMS = 64;
/** A peer whose process is frozen or whose cable is cut is dropped within twice this. */
const PING_MS = 5_000;

/**
 * libp2p as we use it: one transport, noise, yamux, the membership gate; no services, no discovery, no redialling of its
 * own. Its connection monitor is part of the core: it asks every peer for a ping protocol that nobody has and takes the
 * refusal for a sign of life. Throws RequestRejected if the identity is not the one the cluster file has, or an address is not one.
 */
export async function createNode(options: HostOptions, roster: Roster, log: Logger): Promise<Libp2p> {
  const privateKey = identityKey(options.identitySecret, roster.self);
  return createLibp2p({
    start: false,
    privateKey,
    addresses: { listen: options.listen.map(checkedAddress) },
    transports: [options.transport === 'tcp' ? tcp() : memory()],
    connectionEncrypters: [wholeWrites(noise())],
    streamMuxers: [
      calmMuxer({
        maxInboundStreams: MAX_STREAMS,
        maxOutboundStreams: MAX_STREAMS,
        streamOptions: { maxStreamWindowSize: MAX_WINDOW_BYTES, maxReadBufferLength: 2 * MAX_WINDOW_BYTES },
      }),
    ],
    connectionGater: membershipGate(roster, log),
    connectionManager: connectionLimits(roster.others.length),
    connectionMonitor: { pingInterval: PING_MS, pingTimeout: { minTimeout: PING_MS } },
  });
}

function checkedAddress(address: string): string {
  try {
    return multiaddr(address).toString();
  } catch {
    const hint = 'write a multiaddr such as /ip4/0.0.0.0/tcp/41001';
    throw new RequestRejected('bad-address', `cannot listen on "${address}": it is not a multiaddr`, hint);
  }
}

function identityKey(secret: Uint8Array, self: Member): PrivateKey {
  try {
    const privateKey = privateKeyFromRaw(secret);
    if (peerIdFromPrivateKey(privateKey).toString() === self.peerId) return privateKey;
  } catch {
    // Not a secp256k1 secret at all; the sentence below says what to do about that as well.
  }
  const problem = `the identity key is not the one that the cluster file has for "${self.id}"`;
  throw new RequestRejected('wrong-identity', problem, 'check identityKeyFile and clusterFile');
}

/** A dialler has given up by then. */
const UPGRADE_MS = 5_000;

/**
 * Room for every member on one machine, restarting at once; libp2p's defaults are for strangers on the internet. Who connects
 * and says nothing is let go after a while: from one address nobody can have so many of those that no member gets in.
 */
function connectionLimits(members: number): object {
  const room = 32 + 4 * members;
  return {
    maxConnections: room,
    maxIncomingPendingConnections: room * (1 + UPGRADE_MS / 1000),
    /** Per address and second. */
    inboundConnectionThreshold: room,
    inboundUpgradeTimeout: UPGRADE_MS,
    reconnectRetries: 0,
  };
}
