/** An EVM chain as people know it. */
interface KnownChain {
  readonly name: string;
  /** What its fees are paid in, 18 decimals. */
  readonly coin: string;
}

const KNOWN: Readonly<Record<number, KnownChain>> = {
  1: { name: 'Ethereum mainnet', coin: 'ETH' },
  10: { name: 'OP Mainnet', coin: 'ETH' },
  56: { name: 'BNB Smart Chain', coin: 'BNB' },
  100: { name: 'Gnosis', coin: 'xDAI' },
  130: { name: 'Unichain', coin: 'ETH' },
  137: { name: 'Polygon PoS', coin: 'POL' },
  324: { name: 'ZKsync Era', coin: 'ETH' },
  8453: { name: 'Base', coin: 'ETH' },
  17000: { name: 'Holesky (test)', coin: 'ETH' },
  42161: { name: 'Arbitrum One', coin: 'ETH' },
  43114: { name: 'Avalanche C-Chain', coin: 'AVAX' },
  59144: { name: 'Linea', coin: 'ETH' },
  534352: { name: 'Scroll', coin: 'ETH' },
  560048: { name: 'Hoodi (test)', coin: 'ETH' },
  11155111: { name: 'Sepolia (test)', coin: 'ETH' },
};

export const MAINNET = 1;

/** `Ethereum mainnet (chain 1)`. */
export function chainText(chain: number): string {
  const known = KNOWN[chain];
  return known === undefined ? `chain ${chain}` : `${known.name} (chain ${chain})`;
}

/** What its native amounts are called; `coins` where the chain is not known here. */
export function coinOf(chain: number): string {
  return KNOWN[chain]?.coin ?? 'coins';
}
