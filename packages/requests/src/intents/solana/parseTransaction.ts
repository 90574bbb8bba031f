import { equalBytes, RequestRejected } from '@quorate/tss-core';
import {
  getCompiledTransactionMessageDecoder,
  getCompiledTransactionMessageEncoder,
} from '@solana/transaction-messages';
import { getTransactionDecoder, getTransactionEncoder, type Transaction } from '@solana/transactions';
import { orReject } from '../rejections.ts';

/** An account as an instruction sees it. */
export interface Account {
  readonly address: string;
  readonly signer: boolean;
  readonly writable: boolean;
}

export interface Instruction {
  readonly program: string;
  readonly accounts: readonly Account[];
  readonly data: Uint8Array;
}

export interface ParsedTransaction {
  readonly version: 'legacy' | 0;
  /** As the library read it, for putting our signature in. */
  readonly transaction: Transaction;
  /** The exact bytes that are signed. */
  readonly message: Uint8Array;
  readonly feePayer: string;
  /** Recent blockhash, or the value of a durable nonce; base58. */
  readonly blockhash: string;
  /** In the order of their signatures, the fee payer first. */
  readonly signers: readonly Signer[];
  readonly instructions: readonly Instruction[];
}

export interface Signer {
  readonly address: string;
  readonly signature: Uint8Array | undefined;
}

type Compiled = ReturnType<ReturnType<typeof getCompiledTransactionMessageDecoder>['decode']>;
type SupportedMessage = Extract<Compiled, { readonly version: 'legacy' | 0 }>;

/**
 * Strict parse of a legacy or v0 transaction in wire form: canonical lengths, no trailing bytes, no account twice, every
 * index in range. Address lookup tables are refused: which accounts they stand for cannot be known offline, and tables
 * can change between signing and execution of a durable-nonce transaction.
 */
export function parseTransaction(wire: Uint8Array): ParsedTransaction {
  const transaction = orReject(undecodable, () => getTransactionDecoder().decode(wire));
  const again = orReject(undecodable, () => getTransactionEncoder().encode(transaction));
  if (!equalBytes(Uint8Array.from(again), wire)) throw undecodable();
  const message = Uint8Array.from(transaction.messageBytes);
  const compiled = decodeMessage(message);
  const accounts = readAccounts(compiled);
  const [feePayer] = accounts;
  if (feePayer === undefined) throw undecodable();
  return {
    version: compiled.version,
    transaction,
    message,
    feePayer: feePayer.address,
    blockhash: compiled.lifetimeToken,
    signers: readSigners(transaction),
    instructions: compiled.instructions.map((instruction) => readInstruction(instruction, accounts)),
  };
}

function decodeMessage(bytes: Uint8Array): SupportedMessage {
  const compiled = orReject(undecodable, () => getCompiledTransactionMessageDecoder().decode(bytes));
  if (compiled.version !== 'legacy' && compiled.version !== 0) {
    throw new RequestRejected(
      'unsupported-version',
      `Solana transactions of version ${compiled.version} are not signed.`,
    );
  }
  const again = orReject(undecodable, () => getCompiledTransactionMessageEncoder().encode(compiled));
  if (!equalBytes(Uint8Array.from(again), bytes)) throw undecodable();
  if (compiled.version === 0 && (compiled.addressTableLookups ?? []).length > 0) throw lookupTables();
  return compiled;
}

function readAccounts({ header, staticAccounts }: SupportedMessage): Account[] {
  const { numSignerAccounts, numReadonlySignerAccounts, numReadonlyNonSignerAccounts } = header;
  const others = staticAccounts.length - numSignerAccounts;
  // The fee payer signs and is written to; the readonly ones come last in each group.
  const consistent = numReadonlySignerAccounts < numSignerAccounts && numReadonlyNonSignerAccounts <= others;
  if (!consistent || new Set(staticAccounts).size !== staticAccounts.length) throw undecodable();
  return staticAccounts.map((address, i) => {
    const signer = i < numSignerAccounts;
    const end = signer
      ? numSignerAccounts - numReadonlySignerAccounts
      : staticAccounts.length - numReadonlyNonSignerAccounts;
    return { address, signer, writable: i < end };
  });
}

function readInstruction(
  compiled: SupportedMessage['instructions'][number],
  accounts: readonly Account[],
): Instruction {
  const account = (index: number): Account => {
    const found = accounts[index];
    if (found === undefined) throw undecodable();
    return found;
  };
  return {
    program: account(compiled.programAddressIndex).address,
    accounts: (compiled.accountIndices ?? []).map(account),
    data: Uint8Array.from(compiled.data ?? []),
  };
}

function readSigners(transaction: Transaction): Signer[] {
  return Object.entries(transaction.signatures).map(([address, signature]) => ({
    address,
    signature: signature === null ? undefined : Uint8Array.from(signature),
  }));
}

function lookupTables(): RequestRejected {
  return new RequestRejected(
    'unsupported-lookup-table',
    'The transaction takes accounts from an address lookup table, so nobody can say offline whom it pays.',
    'Build it without lookup tables.',
  );
}

function undecodable(): RequestRejected {
  return new RequestRejected(
    'undecodable',
    'These bytes are not a valid Solana transaction in wire form, legacy or version 0.',
    'Pass the whole transaction, signatures included (all zero where missing), base64-decoded.',
  );
}
