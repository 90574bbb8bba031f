import { ethHex } from 'micro-eth-signer';
import { type ClearSigResult, type ClearSigTypedInput, decodeData, eip712 } from 'micro-eth-signer/abi.js';
import { z } from 'zod';
import type { Intent } from '../intent.ts';
import type { DescriptionLine } from '../prepared.ts';
import { printable } from '../printable.ts';
import { parseEthereumTransaction } from './parseEthereumTransaction.ts';
import { typedDataSchema } from './typedData/typedDataSchema.ts';

/**
 * How the contract's own ERC-7730 descriptor words a call or typed data, where micro-eth-signer brings one along for that
 * contract on that chain. For the display at the desk alone: what nodes decide on is their own reading. Asks no network.
 */
export async function clearSigningLines(intent: Intent): Promise<readonly DescriptionLine[]> {
  try {
    const rendered = await render(intent);
    if (rendered === undefined) return [];
    const fields = Object.entries(rendered.fields).map(([label, { value }]) => `${label} ${value}`);
    return [{ label: 'ERC-7730', value: printable([rendered.intent, ...fields].join(', ')) }];
  } catch {
    // What the descriptor does not fit: our own reading says what it is, or that it is nothing.
    return [];
  }
}

async function render(intent: Intent): Promise<ClearSigResult | undefined> {
  switch (intent.kind) {
    case 'ethereum-transaction':
      return renderCall(intent.value.transaction);
    case 'ethereum-typed-data':
      return renderTypedData(JSON.parse(intent.value.json));
    default:
      return undefined;
  }
}

async function renderCall(transaction: Uint8Array): Promise<ClearSigResult | undefined> {
  const { chain, to, data, value } = parseEthereumTransaction(transaction);
  if (to === undefined || data.length < 4) return undefined;
  const decoded = decodeData(to, ethHex.encode(data), value, { chainId: BigInt(chain) });
  return decoded === undefined || Array.isArray(decoded) ? undefined : decoded.clearSig;
}

async function renderTypedData(document: unknown): Promise<ClearSigResult | undefined> {
  return isTypedData(document) ? eip712(document) : undefined;
}

const fields = z.record(z.string(), z.unknown());
const typedData = typedDataSchema.extend({ domain: fields, message: fields });

/** By its shape: what the values are is for the descriptor to find. */
function isTypedData(document: unknown): document is ClearSigTypedInput {
  return typedData.safeParse(document).success;
}
