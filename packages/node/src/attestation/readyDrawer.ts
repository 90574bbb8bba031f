import { randomBytes } from 'node:crypto';
import type { AttestationStatement, Ready } from '@quorate/tss-core';
import type { Params, Vault } from '../vault/vault.ts';
import type { Attester } from './attester.ts';

/** What a ready is drawn for, with what the module of a node that has one attests besides. */
export type ReadyWanted = Omit<Params<'drawReady'>, 'attested'> & Pick<AttestationStatement, 'epoch' | 'contents'>;

export interface ReadyDrawer {
  /** @throws RequestRejected where the node's module is to attest it and does not */
  drawReady(wanted: ReadyWanted): Promise<Ready>;
}

/** Draws readies from the vault, each attested before it is signed where the node has a module. */
export function readyDrawer(vault: Pick<Vault, 'drawReady'>, attester: Attester | undefined): ReadyDrawer {
  return {
    async drawReady({ epoch, contents, ...purpose }) {
      if (!attester) return vault.drawReady(purpose);
      const nonce = Uint8Array.from(randomBytes(32));
      const { key, subject, policyHash, expiresAt } = purpose;
      const facts = { purpose: 'ready', key, epoch, subject, contents, policyHash, nonce } as const;
      const attestation = await attester.attest(facts, expiresAt);
      return vault.drawReady({ ...purpose, attested: { nonce, attestation } });
    },
  };
}
