import { base58, base64 } from '@scure/base';
import { eip191Signer, ethHex } from 'micro-eth-signer';
import { addressOf } from '../address.ts';
import { walletSignature } from '../ethereum/recoverable.ts';
import type { TextMessage } from '../intent.ts';
import type { Artefact, KeyContext, PreparedIntent } from '../prepared.ts';
import { requireSignature } from '../rejections.ts';
import { describeMessage, messageBytes } from './messageText.ts';
import { APPLICATION_DOMAIN, offchainEnvelope, offchainMessage } from './offchainMessage.ts';
import { prepareBip322 } from './prepareBip322.ts';

/** Prepares a text in the format of the key's ecosystem; never a bare digest. See docs/messages.md. */
export function prepareMessage(intent: TextMessage, key: KeyContext): PreparedIntent {
  const body = messageBytes(intent.text);
  switch (key.scheme) {
    case 'frost-ed25519':
      return prepareOffchain(intent.text, body, key);
    case 'frost-secp256k1-tr':
      return prepareBip322(intent.text, body, key);
    case 'ecdsa-secp256k1':
      return prepareEip191(intent.text, body, key);
  }
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
    needs: [],
    messages: [message],
    attach(signatures) {
      const bytes = offchainEnvelope(message, requireSignature(message, signatures, key));
      return artefact(bytes, base64.encode(bytes));
    },
  };
}

function prepareEip191(text: string, body: Uint8Array, key: KeyContext): PreparedIntent {
  const digest = ethHex.decode(eip191Signer.getHash(body));
  const facts = [
    { label: 'Signed as', value: addressOf(key, { chain: 'ethereum' }) },
    { label: 'Format', value: 'EIP-191 (personal_sign); the same signature serves the address on every EVM chain' },
  ];
  return {
    description: describeMessage(text, 'Sign a text message with an Ethereum key', facts),
    needs: [],
    messages: [digest],
    attach(signatures) {
      const bytes = walletSignature(requireSignature(digest, signatures, key));
      return artefact(bytes, ethHex.encode(bytes));
    },
  };
}

function artefact(bytes: Uint8Array, text: string): Artefact {
  return { kind: 'message-signature', bytes, text, missingSigners: [] };
}
