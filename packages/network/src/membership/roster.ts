import { publicKeyFromRaw } from '@libp2p/crypto/keys';
import { peerIdFromPublicKey } from '@libp2p/peer-id';
import { type Multiaddr, multiaddr } from '@multiformats/multiaddr';
import { RequestRejected } from '@quorate/tss-core';
import { fromString } from 'uint8arrays/from-string';
import type { HostOptions, MemberId, Membership } from '../host.ts';

export interface Member {
  readonly id: MemberId;
  readonly kind: 'node' | 'coordinator';
  /** As libp2p prints it. */
  readonly peerId: string;
  /** Where we dial it, with its peer id; undefined where it is the member's turn to dial us, or nobody's. */
  readonly dial: Multiaddr | undefined;
  /** Whether it is the one to dial us. */
  readonly dialsUs: boolean;
}

/** The cluster file seen from one member: who is who, and which side of each pair dials. */
export interface Roster {
  readonly self: Member;
  readonly others: readonly Member[];
  byId(id: MemberId): Member | undefined;
  byPeer(peerId: string): Member | undefined;
}

/** Throws RequestRejected if we are not in the cluster file, or if a member of it cannot be used. */
export function rosterOf(cluster: Membership, self: HostOptions['self']): Roster {
  const members = [
    ...cluster.nodes.map((node) => nodeSeenFrom(self, node)),
    ...cluster.coordinators.map((coordinator) => coordinatorSeenFrom(self, coordinator)),
  ];
  const byId = new Map(members.map((member) => [member.id, member]));
  const byPeer = new Map(members.map((member) => [member.peerId, member]));
  if (byId.size !== members.length || byPeer.size !== members.length) {
    throw new RequestRejected('duplicate-member', 'two members of the cluster file have the same id or identity');
  }
  const own = byId.get(self.id);
  if (own?.kind !== self.kind) {
    throw new RequestRejected('not-a-member', `the cluster file has no ${self.kind} called "${self.id}"`);
  }
  const others = members.filter((member) => member !== own);
  return { self: own, others, byId: (id) => byId.get(id), byPeer: (peerId) => byPeer.get(peerId) };
}

/** Of two nodes the one with the lower id dials, so that one connection joins them; a coordinator dials every node. */
function nodeSeenFrom(self: HostOptions['self'], node: Membership['nodes'][number]): Member {
  const peerId = peerIdOfIdentity(node.id, node.identity);
  const weDial = self.kind === 'coordinator' || self.id < node.id;
  const dial = weDial ? addressOf(node.id, node.address, peerId) : undefined;
  return { id: node.id, kind: 'node', peerId, dial, dialsUs: !weDial && node.id !== self.id };
}

/** Coordinators have nothing to say to each other. */
function coordinatorSeenFrom(self: HostOptions['self'], { id, identity }: Membership['coordinators'][number]): Member {
  const peerId = peerIdOfIdentity(id, identity);
  return { id, kind: 'coordinator', peerId, dial: undefined, dialsUs: self.kind === 'node' };
}

function peerIdOfIdentity(id: MemberId, identity: string): string {
  try {
    return peerIdFromPublicKey(publicKeyFromRaw(fromString(identity, 'base16'))).toString();
  } catch {
    throw new RequestRejected('bad-identity', `the identity of ${id} in the cluster file is not a secp256k1 key`);
  }
}

function addressOf(id: MemberId, address: string, peerId: string): Multiaddr {
  try {
    return multiaddr(`${address}/p2p/${peerId}`);
  } catch {
    const hint = 'write a multiaddr such as /ip4/10.0.0.1/tcp/41001 or /dns4/node.example/tcp/41001';
    throw new RequestRejected(
      'bad-address',
      `the address of ${id} in the cluster file cannot be used: ${address}`,
      hint,
    );
  }
}
