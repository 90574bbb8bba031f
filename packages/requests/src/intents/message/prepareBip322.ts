import { base64 } from '@scure/base';
import { addressOf } from '../address.ts';
import { derSignature } from '../bitcoin/derSignature.ts';
import { SIGHASH_ALL } from '../bitcoin/sighash.ts';
import { taprootKey } from '../bitcoin/taprootKey.ts';
import { ecdsaPublicKey } from '../ecdsaPublicKey.ts';
import type { TextMessage } from '../intent.ts';
import type { KeyContext, PreparedIntent } from '../prepared.ts';
import { requireScheme, requireSignature } from '../rejections.ts';
import { keyPathDigest, simpleSignature, wpkhDigest } from './bip322.ts';
import { describeMessage, messageBytes } from './messageText.ts';

/** Prepares a text as a Bitcoin address signs it, whatever else the key's ecosystem is. */
export function prepareBitcoinMessage({ text }: TextMessage, key: KeyContext): PreparedIntent {
  requireScheme(key, ['frost-secp256k1-tr', 'ecdsa-secp256k1'], 'bitcoin-message');
  return prepareBip322(text, messageBytes(text), key);
}

/** BIP-322 by the key's address: P2TR of a taproot key, P2WPKH of an ECDSA key. `body` is the text in UTF-8, checked. */
export function prepareBip322(text: string, body: Uint8Array, key: KeyContext): PreparedIntent {
  const { digest, witness } = addressSigner(key, body);
  const facts = [
    { label: 'Signed as', value: addressOf(key, { chain: 'bitcoin' }) },
    { label: 'Format', value: 'BIP-322 simple; the same signature serves the address on every Bitcoin network' },
  ];
  return {
    description: describeMessage(text, 'Sign a text message with a Bitcoin key', facts),
    needs: [],
    messages: [digest],
    attach(signatures) {
      const bytes = simpleSignature(witness(requireSignature(digest, signatures, key)));
      return { kind: 'message-signature', bytes, text: base64.encode(bytes), missingSigners: [] };
    },
  };
}

interface AddressSigner {
  /** What the key signs, 32 bytes. */
  readonly digest: Uint8Array;
  /** The witness stack around its signature. */
  readonly witness: (signature: Uint8Array) => readonly Uint8Array[];
}

function addressSigner(key: KeyContext, body: Uint8Array): AddressSigner {
  if (key.scheme === 'frost-secp256k1-tr') {
    return { digest: keyPathDigest(body, taprootKey(key).script), witness: (signature) => [signature] };
  }
  const publicKey = ecdsaPublicKey(key);
  const witness = (signature: Uint8Array) => [derSignature(signature, SIGHASH_ALL), publicKey];
  return { digest: wpkhDigest(body, publicKey), witness };
}
