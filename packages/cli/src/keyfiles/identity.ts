import { secp256k1 } from '@noble/curves/secp256k1.js';
import { peerIdOf, toHex } from '@quorate/requests';
import { readSecret } from '../config/readSecret.ts';
import { EXIT } from '../output/exitCode.ts';
import { Failure } from '../output/failure.ts';

/** What a node or coordinator is known by. */
export interface Identity {
  /** secp256k1, 33 bytes compressed, hex: what the cluster file calls `identity`. */
  readonly publicKey: string;
  /** As libp2p prints it. */
  readonly peerId: string;
}

export function identityOf(secret: Uint8Array): Identity {
  const publicKey = secp256k1.getPublicKey(secret);
  return { publicKey: toHex(publicKey), peerId: peerIdOf(publicKey) };
}

/** The secret key of a node or coordinator, 32 bytes. Throws Failure with a sentence naming the file. */
export async function readIdentity(path: string): Promise<Uint8Array> {
  const secret = await readSecret(path);
  if (secp256k1.utils.isValidSecretKey(secret)) return secret;
  throw new Failure(EXIT.failed, 'bad-key-file', `${path}: this is not the secret key of an identity`);
}
