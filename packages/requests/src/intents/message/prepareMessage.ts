import { base58, base64 } from '@scure/base';
import { addressOf } from '../address.ts';
import { taprootKey } from '../bitcoin/taprootKey.ts';
import type { TextMessage } from '../intent.ts';
import type { Artefact, KeyContext, PreparedIntent } from '../prepared.ts';
import { requireScheme, requireSignature } from '../rejections.ts';
import { bip322Digest, simpleSignature } from './bip322.ts';
import { describeMessage, messageBytes } from './messageText.ts';
import { APPLICATION_DOMAIN, offchainEnvelope, offchainMessage } from './offchainMessage.ts';

/** Prepares a text in the format of the key's ecosystem; never a bare digest. See docs/messages.md. */
export function prepareMessage(intent: TextMessage, key: KeyContext): PreparedIntent {
  requireScheme(key, ['frost-secp256k1-tr', 'frost-ed25519'], 'message');
  const body = messageBytes(intent.text);
  return key.scheme === 'frost-ed25519'
    ? prepareOffchain(intent.text, body, key)
    : prepareBip322(intent.text, body, key);
}

function prepareBip322(text: string, body: Uint8Array, key: KeyContext): PreparedIntent {
  const { script } = taprootKey(key);
  const digest = bip322Digest(body, script);
  const facts = [
    { label: 'Signed as', value: addressOf(key) },
    { label: 'Format', value: 'BIP-322 simple; the same signature serves the address on every Bitcoin network' },
  ];
  return {
    description: describeMessage(text, 'Sign a text message with a Bitcoin key', facts),
    messages: [digest],
    attach(signatures) {
      return artefact(simpleSignature(requireSignature(digest, signatures, key)));
    },
  };
}

function prepareOffchain(text: string, body: Uint8Array, key: KeyContext): PreparedIntent {
  const message = offchainMessage(body, key.publicKey);
  const facts = [
    { label: 'Signed as', value: addressOf(key) },
    { label: 'Format', value: 'Solana off-chain message, version 0' },
    { label: 'Application', value: `${base58.encode(APPLICATION_DOMAIN)} (quorate)` },
  ];
  return {
    description: describeMessage(text, 'Sign a text message with a Solana key', facts),
    messages: [message],
    attach(signatures) {
      const signature = requireSignature(message, signatures, key);
      return artefact(offchainEnvelope(message, signature));
    },
  };
}

function artefact(bytes: Uint8Array): Artefact {
  return { kind: 'message-signature', bytes, text: base64.encode(bytes), missingSigners: [] };
}
