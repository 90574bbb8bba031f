import { sha256 } from '@noble/hashes/sha2.js';
import { concatBytes } from '@noble/hashes/utils.js';
import { Bug } from '@quorate/tss-core';
import { VarBytes } from '@scure/btc-signer/script.js';
import { sha256x2, tagSchnorr } from '@scure/btc-signer/utils.js';
import { SIGHASH_ALL } from './sighash.ts';

/** A coin that an input spends. */
export interface Coin {
  readonly script: Uint8Array;
  /** In sat. */
  readonly amount: bigint;
}

/**
 * Digests of a transaction for the sighash types that commit to all of it. What they have in common is hashed once, where
 * the library hashes it for every input: seconds for a few hundred of them.
 */
export interface WholeTransaction {
  /** BIP-143, type ALL, 32 bytes. @param code the script code, without its length */
  witnessV0(index: number, code: Uint8Array): Uint8Array;
  /** BIP-341, key path, type DEFAULT (0) or ALL (1), 32 bytes. */
  keyPath(index: number, type: number): Uint8Array;
  /** As before segwit, type ALL, 32 bytes. @param script the one that is spent */
  legacy(index: number, script: Uint8Array): Uint8Array;
}

const OUTPOINT_BYTES = 36;
/** Without a script signature: outpoint, an empty script, sequence. */
const INPUT_BYTES = OUTPOINT_BYTES + 1 + 4;
const ALL_TYPE = Uint8Array.of(SIGHASH_ALL, 0, 0, 0);

/** @param unsigned as txids are computed of it: no witness, empty script signatures. @param coins what its inputs spend */
export function wholeTransaction(unsigned: Uint8Array, coins: readonly Coin[], outputs: number): WholeTransaction {
  const { version, head, inputs, tail, lockTime } = sections(unsigned, coins.length, outputs);
  const outpoints = inputs.map((input) => input.subarray(0, OUTPOINT_BYTES));
  const sequences = inputs.map((input) => input.subarray(-4));
  const paid = tail.subarray(countBytes(outputs), -4);
  const [hashedOutpoints, hashedSequences] = [outpoints, sequences].map((parts) => sha256(concatBytes(...parts)));
  const hashedOutputs = sha256(paid);
  const hashedAmounts = sha256(concatBytes(...coins.map(({ amount }) => sat(amount))));
  const hashedScripts = sha256(concatBytes(...coins.map(({ script }) => VarBytes.encode(script))));
  if (!hashedOutpoints || !hashedSequences) throw new Bug('two hashes of two');

  return {
    witnessV0(index, code) {
      const [prevouts, sequence, all] = [hashedOutpoints, hashedSequences, hashedOutputs].map((once) => sha256(once));
      if (!prevouts || !sequence || !all) throw new Bug('three hashes of three');
      const coin = at(coins, index);
      const own = [at(outpoints, index), VarBytes.encode(code), sat(coin.amount), at(sequences, index)];
      return sha256x2(concatBytes(version, prevouts, sequence, ...own, all, lockTime, ALL_TYPE));
    },
    keyPath(index, type) {
      const common = [hashedOutpoints, hashedAmounts, hashedScripts, hashedSequences, hashedOutputs];
      return tagSchnorr(
        'TapSighash',
        Uint8Array.of(0, type),
        version,
        lockTime,
        ...common,
        Uint8Array.of(0),
        u32(index),
      );
    },
    legacy(index, script) {
      const signed = inputs.map((input, i) =>
        i === index ? concatBytes(at(outpoints, i), VarBytes.encode(script), at(sequences, i)) : input,
      );
      return sha256x2(concatBytes(head, ...signed, tail, ALL_TYPE));
    },
  };
}

/** The transaction cut up: version and count, inputs, count and outputs and lock time. */
function sections(unsigned: Uint8Array, inputs: number, outputs: number) {
  const start = 4 + countBytes(inputs);
  const end = start + inputs * INPUT_BYTES;
  const tail = unsigned.subarray(end);
  if (tail.length < countBytes(outputs) + 4) throw new Bug('the unsigned transaction is shorter than its inputs');
  return {
    version: unsigned.subarray(0, 4),
    head: unsigned.subarray(0, start),
    inputs: Array.from({ length: inputs }, (_, i) =>
      unsigned.subarray(start + i * INPUT_BYTES, start + (i + 1) * INPUT_BYTES),
    ),
    tail,
    lockTime: unsigned.subarray(-4),
  };
}

/** Of a CompactSize below 65536. */
function countBytes(count: number): number {
  return count < 0xfd ? 1 : 3;
}

function sat(amount: bigint): Uint8Array {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, amount, true);
  return bytes;
}

function u32(value: number): Uint8Array {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, value, true);
  return bytes;
}

function at<T>(items: readonly T[], index: number): T {
  const item = items[index];
  if (item === undefined) throw new Bug(`the transaction has no input ${index}`);
  return item;
}
