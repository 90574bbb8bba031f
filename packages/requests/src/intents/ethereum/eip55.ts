import { addr } from 'micro-eth-signer';

const ADDRESS = /^0x[0-9a-fA-F]{40}$/;

/** The address with its EIP-55 checksum, from one in lower or upper case or with the right checksum; else undefined. */
export function checksummed(address: string): string | undefined {
  return ADDRESS.test(address) && addr.isValid(address) ? addr.addChecksum(address) : undefined;
}
