import { Bug, type Random } from '@quorate/tss-core';
import { ModuleClient } from '../keystore/pkcs11/host/moduleClient.ts';
import { decodable } from '../vault/decodable.ts';
import { NonceBook } from '../vault/nonceBook.ts';
import { openKeygen } from '../vault/openKeygen.ts';
import { openSigning } from '../vault/openSigning.ts';
import type { Readies } from '../vault/readyBook.ts';
import type { VaultSecrets } from '../vault/secrets.ts';
import { activateShare, proveStored } from '../vault/storedShares.ts';
import type { Calls } from '../vault/threads/contract.ts';
import { VaultSessions } from '../vault/vaultSessions.ts';
import type { CellContract, HeavyCellOp } from './cellContract.ts';

/** The vault's thread used up the ready before it let this cell be asked. Nonces are never set aside for a cell. */
const USED_UP: Readies = { consume: () => undefined };

interface Begun {
  readonly secrets: VaultSecrets;
  readonly heavy: () => Promise<Pick<Calls<CellContract>, HeavyCellOp>>;
}

/** A cell as it lives in its process: the vaults' own sessions, over a share that the module opens. */
export function createCell(random: Random): Calls<CellContract> {
  const sessions = new VaultSessions();
  let begun: Begun | undefined;
  const the = () => {
    if (!begun) throw new Bug('a cell was used before its beginning');
    return begun;
  };
  return {
    async begin({ module, profile, ...identity }) {
      if (begun) throw new Bug('a cell begins once');
      const secrets = { ...identity, keystore: await ModuleClient.connect(module) };
      // Loaded where it is asked for: a cell of FROST starts without it.
      const heavy = async () => (await import('./heavyCalls.ts')).heavyCalls(secrets, profile, sessions, random);
      begun = { secrets, heavy };
      return {};
    },
    async openSigning(params) {
      const stores = { secrets: the().secrets, readies: USED_UP, nonces: new NonceBook(), random };
      const { id, session } = await decodable(() => openSigning(params, stores));
      return sessions.open(id, session);
    },
    async openKeygen(params) {
      const { id, session } = await decodable(() => openKeygen(params, the().secrets, USED_UP, random));
      return sessions.open(id, session);
    },
    receive: sessions.calls.receive,
    checkpointed: sessions.calls.checkpointed,
    giveUp: sessions.calls.giveUp,
    activateShare: (params) => decodable(() => activateShare(params, the().secrets)),
    proveStored: (params) => decodable(() => proveStored(params, the().secrets, random)),
    findPrime: async (params) => (await the().heavy()).findPrime(params),
    combinePrimes: async (params) => (await the().heavy()).combinePrimes(params),
    openAux: async (params) => (await the().heavy()).openAux(params),
    activateAux: async (params) => (await the().heavy()).activateAux(params),
    openEcdsaSigning: async (params) => (await the().heavy()).openEcdsaSigning(params),
  };
}
