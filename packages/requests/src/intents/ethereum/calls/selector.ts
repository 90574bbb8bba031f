import { keccak_256 } from '@noble/hashes/sha3.js';
import { utf8ToBytes } from '@noble/hashes/utils.js';
import { ethHex } from 'micro-eth-signer';

/** The four bytes that call a function, as `0x` and hex: `transfer(address,uint256)` is `0xa9059cbb`. */
export function selectorOf(signature: string): string {
  return ethHex.encode(keccak_256(utf8ToBytes(signature)).subarray(0, 4));
}
