import { ethHex } from 'micro-eth-signer';
import { decodeData } from 'micro-eth-signer/abi.js';
import type { Intent } from '../intent.ts';
import type { DescriptionLine } from '../prepared.ts';
import { printable } from '../printable.ts';
import { parseEthereumTransaction } from './parseEthereumTransaction.ts';

/**
 * How the contract's own ERC-7730 descriptor words a call, where micro-eth-signer brings one along for that contract on
 * that chain. For the display at the desk alone: what nodes decide on is their own reading. Asks no network.
 */
export async function clearSigningLines(intent: Intent): Promise<readonly DescriptionLine[]> {
  if (intent.kind !== 'ethereum-transaction') return [];
  const { chain, to, data, value } = parseEthereumTransaction(intent.value.transaction);
  if (to === undefined || data.length < 4) return [];
  try {
    const decoded = decodeData(to, ethHex.encode(data), value, { chainId: BigInt(chain) });
    const rendered = decoded === undefined || Array.isArray(decoded) ? undefined : await decoded.clearSig;
    if (rendered === undefined) return [];
    const fields = Object.entries(rendered.fields).map(([label, { value }]) => `${label} ${value}`);
    return [{ label: 'ERC-7730', value: printable([rendered.intent, ...fields].join(', ')) }];
  } catch {
    // Calldata that the descriptor does not fit: our own reading says what it is.
    return [];
  }
}
