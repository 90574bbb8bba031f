import type { EthereumTransaction } from './parseEthereumTransaction.ts';

/** What any transaction costs, before it does anything. */
const TRANSACTION = 21_000;
/** EIP-2028. */
const ZERO_BYTE = 4;
const OTHER_BYTE = 16;
const CREATION = 32_000;
/** EIP-3860. */
const WORD_OF_CODE = 2;
const WORD_BYTES = 32;
/** EIP-2930. */
const LISTED_ADDRESS = 2400;
const LISTED_SLOT = 1900;
/** EIP-7702. */
const AUTHORIZATION = 25_000;

type Costly = Pick<EthereumTransaction, 'to' | 'data' | 'accessList' | 'authorizations'>;

/**
 * The gas that a transaction takes before its code runs: with a limit below it no chain takes it. EIP-7623 asks more where
 * there is much data, on the chains that have it.
 */
export function intrinsicGas({ to, data, accessList, authorizations }: Costly): bigint {
  const zeros = data.filter((byte) => byte === 0).length;
  const ofData = ZERO_BYTE * zeros + OTHER_BYTE * (data.length - zeros);
  const ofCreation = to === undefined ? CREATION + WORD_OF_CODE * Math.ceil(data.length / WORD_BYTES) : 0;
  const slots = accessList.reduce((count, { storageKeys }) => count + storageKeys.length, 0);
  const ofList = LISTED_ADDRESS * accessList.length + LISTED_SLOT * slots;
  return BigInt(TRANSACTION + ofData + ofCreation + ofList + AUTHORIZATION * authorizations.length);
}
