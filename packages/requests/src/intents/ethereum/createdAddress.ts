import { keccak_256 } from '@noble/hashes/sha3.js';
import { addr, ethHex } from 'micro-eth-signer';
import { RLP } from 'micro-eth-signer/core/rlp.js';

/** Where the contract that a transaction creates will be, by EIP-55: hashed from its sender and nonce (Yellow Paper, §7). */
export function createdAddress(sender: string, nonce: bigint): string {
  const hash = keccak_256(RLP.encode([sender, nonce]));
  return addr.addChecksum(ethHex.encode(hash.subarray(12)));
}
