import { ECDSA_SCHEMES, type EcdsaSchemeId, type PartyIndex } from '@quorate/tss-core';
import { z } from 'zod';
import type { Keystore } from '../../keystore/index.ts';
import { bytes, bytes32, count, nothing, party } from '../fields.ts';
import { vaultOps } from '../messages.ts';
import type { Caller } from '../threads/caller.ts';
import type { Calls, Schemas } from '../threads/contract.ts';
import { movable } from '../threads/movable.ts';
import type { Nothing, VaultContract } from '../vault.ts';

/**
 * What the heavy thread asks of the vault's, on a port that only these two have. So every r_i is used up in one place,
 * and the key that seals stays in one.
 */
export interface KeeperContract {
  introduce: {
    params: Nothing;
    result: { readonly node: string; readonly cluster: Uint8Array; readonly identitySecret: Uint8Array };
  };
  consumeReady: VaultContract['consumeReady'];
  /** Hands over a presignature that was made in advance. Its secrets are wiped on both sides. */
  keepPresignature: {
    params: {
      readonly scheme: EcdsaSchemeId;
      /** This node's. */
      readonly party: PartyIndex;
      readonly index: number;
      /** Encoded PresignatureCertificate. */
      readonly certificate: Uint8Array;
      /** k̃ and χ̃, 32 bytes each. */
      readonly k: Uint8Array;
      readonly chi: Uint8Array;
    };
    result: Nothing;
  };
  seal: {
    params: { readonly plaintext: Uint8Array; readonly aad: Uint8Array };
    result: { readonly sealed: Uint8Array };
  };
  open: {
    params: { readonly sealed: Uint8Array; readonly aad: Uint8Array };
    result: { readonly plaintext: Uint8Array };
  };
}

export type Keeper = Calls<KeeperContract>;

export const keeperOps: Schemas<KeeperContract> = {
  introduce: {
    params: nothing,
    result: z.strictObject({ node: z.string(), cluster: bytes32, identitySecret: bytes32 }),
  },
  consumeReady: vaultOps.consumeReady,
  keepPresignature: {
    params: z.strictObject({
      scheme: z.enum(ECDSA_SCHEMES),
      ...{ party, index: count, certificate: bytes, k: bytes32, chi: bytes32 },
    }),
    result: nothing,
  },
  seal: { params: z.strictObject({ plaintext: bytes, aad: bytes }), result: z.strictObject({ sealed: bytes }) },
  open: { params: z.strictObject({ sealed: bytes, aad: bytes }), result: z.strictObject({ plaintext: bytes }) },
};

/** The keeper at the other end of a port. */
export function remoteKeeper(caller: Caller<KeeperContract>): Keeper {
  return {
    introduce: (params) => caller.call('introduce', params),
    consumeReady: (params) => caller.call('consumeReady', params),
    keepPresignature({ k: secretK, chi: secretChi, ...about }) {
      const [k, chi] = [movable(secretK), movable(secretChi)];
      return caller.call('keepPresignature', { ...about, k, chi }, [k.buffer, chi.buffer]);
    },
    seal: (params) => caller.call('seal', params),
    open: (params) => caller.call('open', params),
  };
}

/** A keystore whose key is in the other thread. */
export function keeperKeystore(keeper: Pick<Keeper, 'seal' | 'open'>): Keystore {
  return {
    seal: async (plaintext, aad) => (await keeper.seal({ plaintext, aad })).sealed,
    open: async (sealed, aad) => (await keeper.open({ sealed, aad })).plaintext,
    close: () => undefined,
  };
}
