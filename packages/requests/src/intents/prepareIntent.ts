import { preparePsbt } from './bitcoin/preparePsbt.ts';
import { prepareEthereumTransaction } from './ethereum/prepareEthereumTransaction.ts';
import { prepareTypedData } from './ethereum/typedData/prepareTypedData.ts';
import type { Intent } from './intent.ts';
import { prepareBitcoinMessage } from './message/prepareBip322.ts';
import { prepareMessage } from './message/prepareMessage.ts';
import type { KeyContext, PreparedIntent } from './prepared.ts';
import { prepareTransaction } from './solana/prepareTransaction.ts';

/**
 * Decodes an intent strictly, describes it, and derives what the key must sign: the same on every node, from the bytes
 * alone. Throws RequestRejected: `wrong-scheme`, `undecodable`, `nothing-to-sign`, `bad-signature`, and one code for
 * each thing that is understood but not signed (`unsupported-…`, `unknown-program`, …).
 */
export function prepareIntent(intent: Intent, key: KeyContext): PreparedIntent {
  switch (intent.kind) {
    case 'bitcoin-psbt':
      return preparePsbt(intent.value, key);
    case 'solana-transaction':
      return prepareTransaction(intent.value, key);
    case 'bitcoin-message':
      return prepareBitcoinMessage(intent.value, key);
    case 'ethereum-transaction':
      return prepareEthereumTransaction(intent.value, key);
    case 'ethereum-typed-data':
      return prepareTypedData(intent.value, key);
    case 'message':
      return prepareMessage(intent.value, key);
  }
}
