import { secp256k1 } from '@noble/curves/secp256k1.js';
import { keccak_256 } from '@noble/hashes/sha3.js';
import { addr, Transaction } from 'micro-eth-signer';
import type { Call } from './ethereumTransactions.ts';

/** What micro-eth-signer and @noble/curves say about a signed transaction. */
export interface EthereumVerdict {
  /** Signed with the key, low s. */
  readonly isFromKey: boolean;
  /** It does what was asked for, on mainnet. */
  readonly isAsked: boolean;
  readonly hash: string;
}

/** Decodes the raw transaction, recovers who signed its hash, and compares what it does with what was asked for. */
export function verifyEthereum(raw: string, publicKey: Uint8Array, asked: Call): EthereumVerdict {
  const transaction = Transaction.fromHex(raw);
  const { chainId, to, value, data, r = 0n, s = 0n, yParity = 0 } = transaction.raw;
  const digest = keccak_256(transaction.toBytes({ includeSignature: false }));
  const signature = new secp256k1.Signature(r, s, yParity);
  const signer = signature.recoverPublicKey(digest).toBytes();
  return {
    isFromKey: !signature.hasHighS() && addr.fromPublicKey(signer) === addr.fromPublicKey(publicKey),
    isAsked:
      chainId === 1n &&
      to === asked.to &&
      value === asked.value &&
      data.toLowerCase() === `0x${Buffer.from(asked.data).toString('hex')}`,
    hash: transaction.hash ?? '',
  };
}
