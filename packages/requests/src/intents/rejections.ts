import { ciphersuite, RequestRejected } from '@quorate/tss-core';
import { verifyStrict } from '../ed25519/strictEd25519.ts';
import type { IntentKind } from './intent.ts';
import type { NetworkScheme } from './networkScheme.ts';
import type { KeyContext } from './prepared.ts';

/**
 * Runs a parser of a library that throws errors of its own making, and turns whatever it throws into one sentence for
 * a person. Our own rejections pass unchanged.
 */
export function orReject<T>(rejection: () => RequestRejected, run: () => T): T {
  try {
    return run();
  } catch (problem) {
    if (problem instanceof RequestRejected) throw problem;
    throw rejection();
  }
}

const SIGNED_WITH: Readonly<Record<NetworkScheme, string>> = {
  'ecdsa-p256': 'typed data and text messages of Ethereum contract accounts',
  'ecdsa-secp256k1': 'Ethereum transactions and typed data, PSBTs and text messages',
  'frost-secp256k1-tr': 'PSBTs and text messages',
  'frost-ed25519': 'Solana transactions and text messages',
};

/** Throws `wrong-scheme` unless the key is of one of the schemes in `expected`. */
export function requireScheme(key: KeyContext, expected: readonly NetworkScheme[], kind: IntentKind): void {
  if (expected.includes(key.scheme)) return;
  const schemes = expected.join(' or ');
  throw new RequestRejected(
    'wrong-scheme',
    `Intents of kind ${kind} are for keys of scheme ${schemes}; this key is of ${key.scheme}, which signs ${SIGNED_WITH[key.scheme]}.`,
    `Choose a key made with --scheme ${schemes}.`,
  );
}

/** Throws `bad-signature` unless there is exactly one signature per message and each is valid under the key. */
export function requireSignatures(
  messages: readonly Uint8Array[],
  signatures: readonly Uint8Array[],
  { scheme, publicKey }: KeyContext,
): void {
  if (signatures.length !== messages.length) throw wrongCount(messages.length, signatures.length);
  const verify = scheme === 'frost-ed25519' ? verifyStrict : ciphersuite(scheme).verify;
  messages.forEach((message, i) => {
    const signature = signatures[i];
    if (signature !== undefined && verify(signature, message, publicKey)) return;
    const which = `Signature ${i + 1} of ${messages.length}`;
    throw new RequestRejected('bad-signature', `${which} does not verify under this key's public key.`);
  });
}

/** The same for a single message. @returns its signature */
export function requireSignature(message: Uint8Array, signatures: readonly Uint8Array[], key: KeyContext): Uint8Array {
  requireSignatures([message], signatures, key);
  const [signature] = signatures;
  if (signature === undefined) throw wrongCount(1, 0);
  return signature;
}

function wrongCount(needed: number, got: number): RequestRejected {
  return new RequestRejected('bad-signature', `The number of signatures is wrong: ${needed} needed, ${got} came.`);
}
