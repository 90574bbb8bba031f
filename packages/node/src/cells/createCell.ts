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
import type { CellContract } from './cellContract.ts';

/** The vault's thread used up the ready before it let this cell be asked. Nonces are never set aside for a cell. */
const USED_UP: Readies = { consume: () => undefined };

/** A cell as it lives in its process: the vault's own sessions, over a share that the module opens. */
export function createCell(random: Random): Calls<CellContract> {
  const sessions = new VaultSessions();
  let unlocked: VaultSecrets | undefined;
  const secrets = () => {
    if (!unlocked) throw new Bug('a cell was used before its beginning');
    return unlocked;
  };
  return {
    async begin({ module, ...identity }) {
      if (unlocked) throw new Bug('a cell begins once');
      unlocked = { ...identity, keystore: await ModuleClient.connect(module) };
      return {};
    },
    async openSigning(params) {
      const stores = { secrets: secrets(), readies: USED_UP, nonces: new NonceBook(), random };
      const { id, session } = await decodable(() => openSigning(params, stores));
      return sessions.open(id, session);
    },
    async openKeygen(params) {
      const { id, session } = await decodable(() => openKeygen(params, secrets(), USED_UP, random));
      return sessions.open(id, session);
    },
    receive: ({ session, from, payload }) => sessions.advance(session, (live) => live.receive(from, payload)),
    checkpointed: ({ session }) => sessions.advance(session, (live) => live.checkpointed()),
    giveUp: ({ session, reason }) => sessions.advance(session, (live) => live.giveUp(reason)),
    activateShare: (params) => decodable(() => activateShare(params, secrets())),
    proveStored: (params) => decodable(() => proveStored(params, secrets(), random)),
  };
}
