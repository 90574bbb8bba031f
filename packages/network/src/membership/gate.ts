import type { ConnectionGater, PeerId } from '@libp2p/interface';
import type { Logger } from '../host.ts';
import type { Roster } from './roster.ts';

/**
 * Admits the members of the cluster file and nobody else, and of those only who is due: outbound whom we dial, inbound
 * who dials us. The peer id is judged after the noise handshake has proven it. With one dialling side a pair never
 * crosses connections.
 */
export function membershipGate(roster: Roster, log: Logger): ConnectionGater {
  const denyOutbound = (peer: PeerId): boolean => roster.byPeer(peer.toString())?.dial === undefined;
  const denyInbound = (peer: PeerId): boolean => {
    const member = roster.byPeer(peer.toString());
    if (member?.dialsUs) return false;
    const fields = { peer: peer.toString(), member: member?.id };
    log.warn(fields, member ? 'a member connected out of turn and was denied' : 'a foreign peer was denied');
    return true;
  };
  return {
    denyDialPeer: denyOutbound,
    denyOutboundConnection: denyOutbound,
    denyOutboundEncryptedConnection: denyOutbound,
    denyInboundEncryptedConnection: denyInbound,
  };
}
