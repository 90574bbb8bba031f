import { Bug, wipe } from '@quorate/tss-core';
import { decodable } from '../vault/decodable.ts';
import type { KeyVault, Vault } from '../vault/vault.ts';
import { cellHeavyVault } from './cellHeavyVault.ts';
import { CellSessions, type CellSessionsParts } from './cellSessions.ts';
import { keygenSession, signingSession } from './ownSessions.ts';

export interface CellVaultParts extends CellSessionsParts {
  /** Holds the readies; opens no share. */
  readonly vault: KeyVault;
}

/**
 * The vault of a node whose shares a module seals: every session, and every proof of a stored share, has a process of its
 * own, which alone opens the share and ends with it. Readies stay with the vault's thread, which uses them up first.
 * @param parts the secret in `identity` is wiped at the end
 */
export function cellVault(parts: CellVaultParts): Vault {
  const { vault, cells, identity } = parts;
  const { node } = identity;
  const sessions = new CellSessions(parts);
  return {
    ...vault,
    heavy: cellHeavyVault(sessions, node),
    openSigning: (params) =>
      decodable(() =>
        sessions.open(signingSession(params, node), params.now, (cell) => cell.call('openSigning', params)),
      ),
    openKeygen: (params) =>
      decodable(() =>
        sessions.open(keygenSession(params.descriptor, node), params.now, (cell) => cell.call('openKeygen', params)),
      ),
    ...sessions.calls,
    activateShare: (params) => sessions.once((cell) => cell.call('activateShare', params)),
    proveStored: (params) => sessions.once((cell) => cell.call('proveStored', params)),
    async fillStock() {
      throw new Bug('a node whose shares a module seals makes no nonces in advance');
    },
    async close(params) {
      cells.close();
      wipe(identity.identitySecret);
      return vault.close(params);
    },
  };
}
