import { btc } from '../intents/amounts.ts';
import { ether, gwei } from '../intents/ethereum/ether.ts';
import type { Need } from '../intents/need.ts';
import { DEFAULT_BITCOIN_RULES } from './bitcoinRules.ts';
import { type ContractRule, DEFAULT_ETHEREUM_RULES, type TypedDataRule, toGwei } from './ethereumRules.ts';
import type { AllowRule } from './ruleSet.ts';

const GWEI = 1_000_000_000n;

/** Whether a rule allows what an intent needs. */
export function permits(
  { ethereum = DEFAULT_ETHEREUM_RULES, bitcoin = DEFAULT_BITCOIN_RULES }: AllowRule,
  need: Need,
): boolean {
  const { destinations, maxFeeRate } = bitcoin;
  const { chains, contracts, recipients, unknownCalldata, delegates, contractCreation, unboundTypedData } = ethereum;
  const { unreadTypedData, maxFee, maxFeePerGas } = ethereum;
  switch (need.kind) {
    case 'chain':
      return chains === '*' || chains.includes(need.chain);
    case 'contract':
      return contracts === '*' || names(contracts, need);
    case 'recipient':
      return recipients === '*' || recipients.includes(need.address);
    case 'unknown-calldata':
      return unknownCalldata.some(
        ({ chain, to, selector }) => chain === need.chain && to === need.to && selector === need.selector,
      );
    case 'delegate':
      return names(delegates, need);
    case 'contract-creation':
      return contractCreation;
    case 'unbound-typed-data':
      return unboundTypedData;
    case 'unknown-typed-data':
      return recipients === '*';
    case 'unread-typed-data':
      return unreadTypedData.some((rule) => isAbout(rule, need));
    case 'ethereum-fee':
      return (
        need.wei <= BigInt(toGwei(maxFee)) * GWEI &&
        (maxFeePerGas === '*' || need.perGas <= BigInt(maxFeePerGas) * GWEI)
      );
    case 'bitcoin-destination':
      return destinations === '*' || destinations.includes(need.destination);
    case 'bitcoin-fee':
      return need.sat <= BigInt(maxFeeRate) * BigInt(need.vsize);
  }
}

function isAbout(
  { chain, contract, type }: TypedDataRule,
  need: Extract<Need, { kind: 'unread-typed-data' }>,
): boolean {
  return chain === need.chain && contract === need.contract && type === need.type;
}

function names(contracts: readonly ContractRule[], { chain, address }: ContractRule): boolean {
  return contracts.some((rule) => rule.chain === chain && rule.address === address);
}

/** What is asked for, to follow "no rule allows". */
export function needText(need: Need): string {
  switch (need.kind) {
    case 'chain':
      return `anything on chain ${need.chain}`;
    case 'contract':
      return `contract ${need.address} on chain ${need.chain}`;
    case 'recipient':
      return `payments or allowances to ${need.address}`;
    case 'unknown-calldata':
      return `the unknown function ${need.selector} of ${need.to} on chain ${need.chain}`;
    case 'delegate': {
      const where = need.chain === 0 ? 'every chain' : `chain ${need.chain}`;
      return `the code of ${need.address} to act as ${need.account} (by delegatecall or EIP-7702) on ${where}`;
    }
    case 'contract-creation':
      return `the creation of a contract on chain ${need.chain}`;
    case 'unbound-typed-data':
      return `typed data that is bound to no chain${need.contract === undefined ? '' : ` (for contract ${need.contract})`}`;
    case 'unknown-typed-data':
      return `typed data ${need.type}, which could have anybody paid`;
    case 'unread-typed-data': {
      const taker = need.contract === undefined ? 'no contract' : `contract ${need.contract}`;
      const where = need.chain === undefined ? 'no chain' : `chain ${need.chain}`;
      return `typed data ${need.type} with bytes that are not read, for ${taker} on ${where}`;
    }
    case 'ethereum-fee':
      return `a fee of up to ${ether(need.wei, need.chain)}, ${gwei(need.perGas)} per gas, on chain ${need.chain}`;
    case 'bitcoin-destination':
      return need.destination === 'data' ? 'data outputs' : `payments to ${need.destination}`;
    case 'bitcoin-fee':
      return `a fee of ${btc(need.sat)}, ${(Number(need.sat) / need.vsize).toFixed(2)} sat/vB`;
  }
}
