import { concatBytes } from '@noble/hashes/utils.js';
import { base58 } from '@scure/base';

/**
 * Multihash `identity` (0x00) of 37 bytes: the libp2p public key protobuf with type secp256k1 (08 02) and 33 bytes of
 * data (12 21). libp2p peer id specification, "Peer Ids".
 */
const PREFIX = Uint8Array.of(0x00, 0x25, 0x08, 0x02, 0x12, 0x21);

/** The libp2p peer id of a compressed secp256k1 public key (33 bytes), as libp2p prints it: `16Uiu2HA…`. */
export function peerIdOf(identity: Uint8Array): string {
  return base58.encode(concatBytes(PREFIX, identity));
}
