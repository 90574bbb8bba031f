import type { PrimeKind } from '../../store/records.ts';
import type { Calls } from '../threads/contract.ts';
import type { Identities, Nothing, Step, VaultContract } from '../vault.ts';

/** What is asked of the thread that computes threshold ECDSA. `session` is a session's id in hex, `now` Unix milliseconds. */
export interface HeavyContract {
  /** Looks for a prime of the profile's length in a process of its own: seconds for a safe one. Sealed. */
  findPrime: {
    params: {
      readonly kind: PrimeKind;
      /** Whether somebody waits for it: else the search has the lowest priority. */
      readonly isAwaited: boolean;
    };
    result: { readonly sealed: Uint8Array };
  };
  /** Aux secrets from two primes of each kind, checked and sealed, which are of no generation yet. */
  combinePrimes: {
    params: { readonly blum: readonly Uint8Array[]; readonly safe: readonly Uint8Array[] };
    result: { readonly sealed: Uint8Array };
  };
  /**
   * Opens an aux ceremony under this node's own ready, which is used up even when it is refused. The first step is a
   * checkpoint: the secrets, bound to this ceremony. It begins once those are on disk.
   */
  openAux: {
    params: {
      /** Encoded AuxDescriptor. */
      readonly descriptor: Uint8Array;
      /** What `combinePrimes` gave. */
      readonly spare: Uint8Array;
      readonly identities: Identities;
      readonly now: number;
    };
    result: Step;
  };
  /** Secrets of a ceremony, proven to be those of the complete certificate and sealed anew for sessions. */
  activateAux: {
    params: {
      /** Encoded AuxCertificate. */
      readonly certificate: Uint8Array;
      readonly sealed: Uint8Array;
      readonly identities: Identities;
    };
    result: { readonly sealed: Uint8Array };
  };
  /** Presigning and signing of one message in one session, under this node's own ready, which is used up anyway. */
  openEcdsaSigning: {
    params: {
      /** Encoded SigningDescriptor. */
      readonly descriptor: Uint8Array;
      /** Encoded KeyCertificate. */
      readonly certificate: Uint8Array;
      readonly sealed: Uint8Array;
      readonly aux: {
        /** Encoded AuxCertificate. */
        readonly certificate: Uint8Array;
        readonly sealed: Uint8Array;
      };
      readonly identities: Identities;
      readonly now: number;
    };
    result: Step;
  };
  /**
   * One presignature in advance, under this node's own ready, which is used up anyway. It ends as `presigned` once the
   * vault's thread has it.
   */
  openPresign: {
    params: Omit<HeavyContract['openEcdsaSigning']['params'], 'descriptor'> & {
      /** Encoded PresignDescriptor. */
      readonly descriptor: Uint8Array;
    };
    result: Step;
  };
  /** How many randomizers are prepared. */
  prepared: { params: Nothing; result: { readonly size: number } };
  receive: VaultContract['receive'];
  checkpointed: VaultContract['checkpointed'];
  giveUp: VaultContract['giveUp'];
  abort: VaultContract['abort'];
  /** Aborts every session, wipes every secret and ends the search for primes. */
  close: { params: Nothing; result: Nothing };
}

export type HeavyVault = Calls<HeavyContract>;
export type HeavyOp = keyof HeavyContract;
export type HeavyParams<K extends HeavyOp> = HeavyContract[K]['params'];
export type HeavyResult<K extends HeavyOp> = HeavyContract[K]['result'];
