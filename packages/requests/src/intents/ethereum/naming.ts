import { addr } from 'micro-eth-signer';

/** Writes addresses for a person: with their checksum, and our own, where there is one, as such. */
export function naming(self: string | undefined): (address: string) => string {
  return (address) => {
    const written = addr.addChecksum(address);
    return written === self ? `this key (${self})` : written;
  };
}
