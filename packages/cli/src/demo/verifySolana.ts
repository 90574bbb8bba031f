import { createPublicKey, verify } from 'node:crypto';
import { base58 } from '@scure/base';
import { getTransactionDecoder } from '@solana/transactions';

/** What @solana/transactions and node:crypto (OpenSSL) say about a signed transaction. No code of ours takes part. */
export interface SolanaVerdict {
  readonly valid: boolean;
  /** Base58: a Solana transaction is named by its first signature. */
  readonly id: string;
}

export function verifySolana(wireTransaction: Uint8Array, signer: Uint8Array): SolanaVerdict {
  const { messageBytes, signatures } = getTransactionDecoder().decode(wireTransaction);
  const signature = Object.entries(signatures).find(([address]) => address === base58.encode(signer))?.[1];
  if (!signature) return { valid: false, id: '' };
  return {
    valid: verify(null, Uint8Array.from(messageBytes), ed25519Key(signer), signature),
    id: base58.encode(Uint8Array.from(signature)),
  };
}

function ed25519Key(publicKey: Uint8Array) {
  const x = Buffer.from(publicKey).toString('base64url');
  return createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
}
