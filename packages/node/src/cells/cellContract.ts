import { z } from 'zod';
import type { ModuleAddress } from '../keystore/pkcs11/host/moduleClient.ts';
import { bytes32 } from '../vault/fields.ts';
import { vaultOps } from '../vault/messages.ts';
import type { Schemas } from '../vault/threads/contract.ts';
import type { Nothing, VaultContract } from '../vault/vault.ts';

/**
 * What is asked of a cell: a process that opens one share, for one session or one proof of it, and ends. Its calls are
 * the vault's, after `begin`.
 */
export interface CellContract extends Pick<VaultContract, CellOp> {
  /** Once, first: who the node is, and where the module is that opens its share. */
  begin: {
    params: {
      readonly node: string;
      /** The cluster's id, 32 bytes. */
      readonly cluster: Uint8Array;
      readonly identitySecret: Uint8Array;
      readonly module: ModuleAddress;
    };
    result: Nothing;
  };
}

type CellOp = 'openSigning' | 'openKeygen' | 'receive' | 'checkpointed' | 'giveUp' | 'activateShare' | 'proveStored';

const { openSigning, openKeygen, receive, checkpointed, giveUp, activateShare, proveStored } = vaultOps;

/** The contract as data. */
export const cellOps: Schemas<CellContract> = {
  begin: {
    params: z.strictObject({
      node: z.string(),
      cluster: bytes32,
      identitySecret: bytes32,
      module: z.strictObject({ socket: z.string(), ticket: bytes32 }),
    }),
    result: z.record(z.string(), z.never()),
  },
  openSigning,
  openKeygen,
  receive,
  checkpointed,
  giveUp,
  activateShare,
  proveStored,
};
