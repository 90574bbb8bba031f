import type { EcdsaProfile } from '@quorate/tss-core/ecdsa';
import { z } from 'zod';
import type { ModuleAddress } from '../keystore/pkcs11/host/moduleClient.ts';
import { bytes32, profile } from '../vault/fields.ts';
import { heavyOps } from '../vault/heavy/heavyOps.ts';
import type { HeavyContract } from '../vault/heavy/heavyVault.ts';
import { vaultOps } from '../vault/messages.ts';
import type { Schemas } from '../vault/threads/contract.ts';
import type { Nothing, VaultContract } from '../vault/vault.ts';

/**
 * What is asked of a cell: a process that opens what one session, or one proof of a share, needs, and ends. Its calls are
 * those of the vaults, after `begin`.
 */
export interface CellContract extends Pick<VaultContract, QuickOp>, Pick<HeavyContract, HeavyCellOp> {
  /** Once, first: who the node is, and where the module is that opens its share. */
  begin: {
    params: {
      readonly node: string;
      /** The cluster's id, 32 bytes. */
      readonly cluster: Uint8Array;
      readonly identitySecret: Uint8Array;
      readonly module: ModuleAddress;
      /** The lengths that this node computes threshold ECDSA with. */
      readonly profile: EcdsaProfile;
    };
    result: Nothing;
  };
}

type QuickOp = 'openSigning' | 'openKeygen' | 'receive' | 'checkpointed' | 'giveUp' | 'activateShare' | 'proveStored';
/** What only threshold ECDSA asks for. */
export type HeavyCellOp = 'findPrime' | 'combinePrimes' | 'openAux' | 'activateAux' | 'openEcdsaSigning';

const { openSigning, openKeygen, receive, checkpointed, giveUp, activateShare, proveStored } = vaultOps;
const { findPrime, combinePrimes, openAux, activateAux, openEcdsaSigning } = heavyOps;

/** The contract as data. */
export const cellOps: Schemas<CellContract> = {
  begin: {
    params: z.strictObject({
      node: z.string(),
      cluster: bytes32,
      identitySecret: bytes32,
      module: z.strictObject({ socket: z.string(), ticket: bytes32 }),
      profile,
    }),
    result: z.record(z.string(), z.never()),
  },
  ...{ openSigning, openKeygen, receive, checkpointed, giveUp, activateShare, proveStored },
  ...{ findPrime, combinePrimes, openAux, activateAux, openEcdsaSigning },
};
