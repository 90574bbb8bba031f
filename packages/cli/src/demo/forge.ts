import type { SignedRequest } from '@quorate/requests';
import type { Random } from '@quorate/tss-core';
import { p2wpkh, Transaction } from '@scure/btc-signer';
import { pubECDSA } from '@scure/btc-signer/utils.js';

/** The request as a thief would like it: the same in everything, but its payment goes to an address of the thief's. */
export function forge(signed: SignedRequest, random: Random): SignedRequest {
  const { request, signature } = signed;
  if (request.intent.kind !== 'bitcoin-psbt') throw new TypeError('the forgery is of a Bitcoin payment');
  const transaction = Transaction.fromPSBT(request.intent.value.psbt);
  transaction.updateOutput(0, { script: p2wpkh(pubECDSA(random(32))).script });
  const value = { ...request.intent.value, psbt: transaction.toPSBT() };
  return { request: { ...request, id: `${request.id}-`, intent: { kind: 'bitcoin-psbt', value } }, signature };
}
