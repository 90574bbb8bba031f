import type { EthereumTypedData } from '../../intent.ts';
import type { KeyContext, PreparedIntent } from '../../prepared.ts';
import { requireScheme, requireSignature } from '../../rejections.ts';
import { ethereumSigner } from '../ethereumSigner.ts';
import { describeTypedData } from './describeTypedData.ts';
import { parseTypedData } from './parseTypedData.ts';

/** Prepares EIP-712 typed data: what is hashed is what is shown, field by field. */
export function prepareTypedData(intent: EthereumTypedData, key: KeyContext): PreparedIntent {
  requireScheme(key, ['ecdsa-secp256k1', 'ecdsa-p256'], 'ethereum-typed-data');
  const data = parseTypedData(intent.json);
  const signer = ethereumSigner(key);
  return {
    ...describeTypedData(data, signer),
    messages: [data.digest],
    attach(signatures) {
      const signature = requireSignature(data.digest, signatures, key);
      return signer.artefact('typed-data-signature', data.digest, signature);
    },
  };
}
