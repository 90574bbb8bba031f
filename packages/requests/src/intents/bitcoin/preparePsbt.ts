import { RequestRejected } from '@quorate/tss-core';
import type { BitcoinPsbt } from '../intent.ts';
import type { KeyContext, PreparedIntent } from '../prepared.ts';
import { requireScheme, requireSignatures } from '../rejections.ts';
import { bitcoinKey } from './bitcoinKey.ts';
import { describePsbt } from './describePsbt.ts';
import { moneyFlow } from './flow.ts';
import { checkForeignSignatures } from './foreignSignatures.ts';
import { type OwnInput, ownInputs } from './ownInputs.ts';
import { parsePsbt } from './parsePsbt.ts';
import { psbtNeeds } from './psbtNeeds.ts';
import { signedPsbt } from './signedPsbt.ts';

/** Prepares the inputs of a PSBT that pay from outputs of our key: see the rules in the files it calls. */
export function preparePsbt(intent: BitcoinPsbt, context: KeyContext): PreparedIntent {
  requireScheme(context, ['frost-secp256k1-tr', 'ecdsa-secp256k1'], 'bitcoin-psbt');
  const psbt = parsePsbt(intent.psbt, bitcoinKey(context));
  const own = ownInputs(psbt);
  const unsigned = own.filter((input) => !input.signed);
  if (unsigned.length === 0) throw nothingToSign(own);
  const flow = moneyFlow(psbt, intent.network);
  checkForeignSignatures(psbt);
  const messages = unsigned.map((input) => input.sighash);
  return {
    description: describePsbt(psbt, flow, own.length - unsigned.length, intent.network),
    needs: psbtNeeds(psbt, flow),
    fee: flow.fee,
    messages,
    attach(signatures) {
      requireSignatures(messages, signatures, context);
      return signedPsbt(psbt, unsigned, signatures, intent.network);
    },
  };
}

function nothingToSign(own: readonly OwnInput[]): RequestRejected {
  if (own.length > 0) {
    return new RequestRejected('nothing-to-sign', 'Every input of this key in the PSBT is signed already.');
  }
  return new RequestRejected(
    'nothing-to-sign',
    'No input of this PSBT pays from this key.',
    'Compare the addresses of its inputs with `quorate key address`, and the path and the network.',
  );
}
