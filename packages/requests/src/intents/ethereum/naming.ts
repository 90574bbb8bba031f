import { addr } from 'micro-eth-signer';

/** Writes addresses for a person: with their checksum, and our own as such. */
export function naming(self: string): (address: string) => string {
  return (address) => {
    const written = addr.addChecksum(address);
    return written === self ? `this key (${self})` : written;
  };
}
