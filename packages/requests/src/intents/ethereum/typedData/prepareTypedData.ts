import { ethHex } from 'micro-eth-signer';
import type { EthereumTypedData } from '../../intent.ts';
import type { KeyContext, PreparedIntent } from '../../prepared.ts';
import { requireScheme, requireSignature } from '../../rejections.ts';
import { ethereumAddress } from '../ethereumAddress.ts';
import { walletSignature } from '../recoverable.ts';
import { describeTypedData } from './describeTypedData.ts';
import { parseTypedData } from './parseTypedData.ts';

/** Prepares EIP-712 typed data: what is hashed is what is shown, field by field. */
export function prepareTypedData(intent: EthereumTypedData, key: KeyContext): PreparedIntent {
  requireScheme(key, ['ecdsa-secp256k1'], 'ethereum-typed-data');
  const data = parseTypedData(intent.json);
  return {
    ...describeTypedData(data, ethereumAddress(key)),
    messages: [data.digest],
    attach(signatures) {
      const bytes = walletSignature(requireSignature(data.digest, signatures, key));
      return { kind: 'typed-data-signature', bytes, text: ethHex.encode(bytes), missingSigners: [] };
    },
  };
}
