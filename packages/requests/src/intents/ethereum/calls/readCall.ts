import { keccak_256 } from '@noble/hashes/sha3.js';
import { RequestRejected } from '@quorate/tss-core';
import { ethHex } from 'micro-eth-signer';
import { ether } from '../ether.ts';
import { naming } from '../naming.ts';
import { ERC20_READERS } from './erc20.ts';
import { MULTICALL_READERS } from './multicall.ts';
import { NFT_READERS } from './nft.ts';
import { type Call, type CallReader, type Reading, recipientNeeds, type Scope } from './reading.ts';
import { SAFE_READERS } from './safe.ts';
import { selectorOf } from './selector.ts';
import { WETH_READERS } from './weth.ts';

/** Bounds the work, and the length of what a person must read. */
const MAX_CALLS = 64;
const MAX_DEPTH = 8;

const READERS = new Map(
  Object.entries({ ...ERC20_READERS, ...NFT_READERS, ...WETH_READERS, ...SAFE_READERS, ...MULTICALL_READERS }).map(
    ([signature, read]): [string, CallReader] => [selectorOf(signature), read],
  ),
);

/** These pass their value on, and say so themselves. */
const PAYABLE = new Set([...Object.keys(SAFE_READERS), ...Object.keys(MULTICALL_READERS), 'deposit()'].map(selectorOf));

/**
 * Reads a call and whatever is called because of it; `self` is the address of the key that signs. Throws RequestRejected
 * `value-with-call`, `undecodable-call`, `too-complex`.
 */
export function readCall(call: Call, chain: number, self: string): Reading {
  return scopeOf(chain, self).read(call);
}

/** See `Scope`: for what makes calls without being one, as typed data of a Safe. */
export function scopeOf(chain: number, self: string | undefined): Scope {
  const name = naming(self);
  let calls = 0;
  const scopeAt = (depth: number): Scope => ({
    chain,
    self,
    name,
    read(call) {
      calls += 1;
      if (calls > MAX_CALLS || depth > MAX_DEPTH) throw tooComplex();
      return readOne(call, scopeAt(depth + 1));
    },
  });
  return scopeAt(1);
}

function readOne(call: Call, scope: Scope): Reading {
  if (call.data.length === 0) return readPayment(call, scope);
  const selector = ethHex.encode(call.data.subarray(0, 4));
  const known = READERS.get(selector)?.(call, scope);
  if (known === undefined) return readUnknown(call, selector, scope);
  if (call.value > 0n && !PAYABLE.has(selector)) throw valueWithCall(call, scope);
  return known;
}

function readPayment({ caller, to, value }: Call, scope: Scope): Reading {
  const { chain, name } = scope;
  const warnings =
    ZERO.test(to) && value > 0n ? ['The recipient is the zero address: nobody can ever use what is sent there.'] : [];
  return {
    text: `Pay ${ether(value, chain)} from ${name(caller)} to ${name(to)}`,
    warnings,
    needs: recipientNeeds(value > 0n ? [to] : [], scope),
    inner: [],
  };
}

const ZERO = /^0x0{40}$/;

function readUnknown({ caller, to, value, data }: Call, selector: string, scope: Scope): Reading {
  const { chain, name } = scope;
  const pays = value === 0n ? '' : ` and pay it ${ether(value, chain)}`;
  const hash = ethHex.encode(keccak_256(data));
  return {
    text: `As ${name(caller)}, call the unknown function ${selector} of ${name(to)}${pays} (${data.length} bytes of calldata, keccak256 ${hash})`,
    warnings: [
      `Quorate cannot read what ${selector} of ${to} does: nodes sign it only if their rules name this contract and this function.`,
    ],
    needs: [{ kind: 'unknown-calldata', chain, to, selector }, ...recipientNeeds(value > 0n ? [to] : [], scope)],
    inner: [],
  };
}

function valueWithCall({ to, value }: Call, { chain }: Scope): RequestRejected {
  return new RequestRejected(
    'value-with-call',
    `The call of ${to} carries ${ether(value, chain)}, and its function takes none, so it is not signed.`,
    'Set the value to 0.',
  );
}

function tooComplex(): RequestRejected {
  return new RequestRejected(
    'too-complex',
    `The transaction makes more than ${MAX_CALLS} calls, or calls nested deeper than ${MAX_DEPTH}.`,
    'Split it into several transactions.',
  );
}
