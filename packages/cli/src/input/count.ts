import { usage } from '../output/failure.ts';

const LARGEST = 2n ** 64n - 1n;

/** A whole number for `option`, which cannot be mistaken for an amount. */
export function parseCount(option: string): (text: string) => bigint {
  return (text) => {
    const count = /^(0|[1-9][0-9]{0,19})$/.test(text) ? BigInt(text) : LARGEST + 1n;
    if (count <= LARGEST) return count;
    throw usage(`${option} ${JSON.stringify(text.slice(0, 100))} is not a whole number`);
  };
}

/** `--chain 1`: an EIP-155 chain id. */
export function parseChainId(text: string): number {
  const chain = /^[1-9][0-9]{0,15}$/.test(text) ? Number(text) : 0;
  if (chain >= 1 && Number.isSafeInteger(chain)) return chain;
  throw usage(
    `--chain ${JSON.stringify(text.slice(0, 100))} is not a chain id`,
    'Write its number: 1 is Ethereum mainnet, 11155111 Sepolia.',
  );
}
