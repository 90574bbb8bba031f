import { base58, base64 } from '@scure/base';
import { eip191Signer, ethHex } from 'micro-eth-signer';
import { addressOf } from '../address.ts';
import { ethereumSigner } from '../ethereum/ethereumSigner.ts';
import type { TextMessage } from '../intent.ts';
import type { KeyContext, PreparedIntent } from '../prepared.ts';
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
    case 'ecdsa-p256':
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
      return { kind: 'message-signature', bytes, text: base64.encode(bytes), missingSigners: [] };
    },
  };
}

function prepareEip191(text: string, body: Uint8Array, key: KeyContext): PreparedIntent {
  const digest = ethHex.decode(eip191Signer.getHash(body));
  const { signedAs, serves, artefact } = ethereumSigner(key);
  const facts = [
    signedAs,
    { label: 'Format', value: `EIP-191 (personal_sign); the same signature serves ${serves} on every EVM chain` },
  ];
  return {
    description: describeMessage(text, 'Sign a text message with an Ethereum key', facts),
    needs: [],
    messages: [digest],
    attach(signatures) {
      return artefact('message-signature', digest, requireSignature(digest, signatures, key));
    },
  };
}
