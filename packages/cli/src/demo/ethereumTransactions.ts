import { fromHex, type Intent, serializeEthereumTransaction } from '@quorate/requests';

/** What the demo has signed on Ethereum: who is called, with what. */
export interface Call {
  readonly to: string;
  /** Wei. */
  readonly value: bigint;
  readonly data: Uint8Array;
}

const GWEI = 10n ** 9n;
const USDC = '0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48';
const SELECTORS = { transfer: 'a9059cbb', execTransaction: '6a761202' } as const;
const DELEGATECALL = 1n;

/** An EIP-1559 transaction on mainnet, unsigned. */
export function ethereumIntent({ to, value, data }: Call, nonce: bigint): Intent {
  const gasLimit = data.length === 0 ? 21_000n : 120_000n;
  const fees = { maxFeePerGas: 30n * GWEI, priorityFeePerGas: GWEI };
  const transaction = serializeEthereumTransaction({ chain: 1, nonce, to, value, data, gasLimit, ...fees });
  return { kind: 'ethereum-transaction', value: { transaction } };
}

export function etherTransfer(to: string, wei: bigint): Call {
  return { to, value: wei, data: new Uint8Array() };
}

/** ERC-20 `transfer(address,uint256)` of USDC. @param amount in its millionths */
export function usdcTransfer(to: string, amount: bigint): Call {
  return { to: USDC, value: 0n, data: transferData(to, amount) };
}

/**
 * The theft from Bybit of 21 February 2025 in its shape: a Safe executes what looks like a token's transfer, but by
 * delegatecall, so that the code at `code` acts as the Safe itself.
 */
export function dressedUpDelegatecall(safe: string, code: string, recipient: string): Call {
  const inner = transferData(recipient, 0n);
  const zero = word(0n);
  const ownersSignatures = Uint8Array.of(0x12, 0x34);
  const dynamic = [word(BigInt(inner.length)), padded(inner), word(2n), padded(ownersSignatures)];
  const gas = [word(45_746n), zero, zero, zero, zero];
  const offsets = { data: word(320n), signatures: word(448n) };
  const fixed = [word(BigInt(code)), zero, offsets.data, word(DELEGATECALL), ...gas, offsets.signatures];
  return { to: safe, value: 0n, data: concat([fromHex(SELECTORS.execTransaction), ...fixed, ...dynamic]) };
}

function transferData(to: string, amount: bigint): Uint8Array {
  return concat([fromHex(SELECTORS.transfer), word(BigInt(to)), word(amount)]);
}

/** One argument of Solidity's ABI: 32 bytes, big-endian. */
function word(value: bigint): Uint8Array {
  return fromHex(value.toString(16).padStart(64, '0'));
}

function padded(bytes: Uint8Array): Uint8Array {
  const whole = new Uint8Array(32 * Math.ceil(bytes.length / 32));
  whole.set(bytes);
  return whole;
}

function concat(parts: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}
