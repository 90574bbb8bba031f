import { bytesToHex } from '@noble/hashes/utils.js';
import {
  Bug,
  certificateCodec,
  keygenDescriptorCodec,
  keygenSessionId,
  MAX_CERTIFICATE_BYTES,
  RequestRejected,
  signingDescriptorCodec,
  signingSessionId,
  wipe,
} from '@quorate/tss-core';
import { decodeCbor } from '@quorate/tss-core/wire';
import { decodable } from '../vault/decodable.ts';
import { ownKeygenReady } from '../vault/openKeygen.ts';
import { MAX_DESCRIPTOR_BYTES, ownSigningReady } from '../vault/openSigning.ts';
import type { OwnReady } from '../vault/readyBook.ts';
import { ownParty } from '../vault/shares.ts';
import type { KeyVault, Params, Step } from '../vault/vault.ts';
import type { CellContract } from './cellContract.ts';
import type { Cells } from './cells.ts';
import type { Cell } from './startCell.ts';

export interface CellVaultParts {
  /** Holds the readies; opens no share. */
  readonly vault: KeyVault;
  readonly cells: Cells;
  /** What every cell is told when it is taken; the secret in it is wiped at the end. */
  readonly identity: CellContract['begin']['params'];
}

/**
 * The vault of a node whose shares a module seals: every session, and every proof of a stored share, has a process of its
 * own, which alone opens the share and ends with it. Readies stay with the vault's thread, which uses them up first.
 */
export function cellVault({ vault, cells, identity }: CellVaultParts): KeyVault {
  const live = new Map<string, Cell>();

  async function open(id: string, own: OwnReady, now: number, run: (cell: Cell) => Promise<Step>): Promise<Step> {
    if (live.has(id)) throw new RequestRejected('session-refused', 'the session is open already');
    // Before anything is waited for, so that an abort meanwhile finds it.
    const cell = cells.take();
    live.set(id, cell);
    return advance(id, async () => {
      await vault.consumeReady({ ...own, now });
      await cell.call('begin', identity);
      return run(cell);
    });
  }

  async function advance(id: string, run: (cell: Cell) => Promise<Step>): Promise<Step> {
    const cell = live.get(id);
    if (!cell) throw new RequestRejected('session-over', 'the session has ended');
    try {
      const step = await run(cell);
      if (step.outcome) end(id);
      return step;
    } catch (problem) {
      end(id);
      throw problem;
    }
  }

  function end(id: string): void {
    live.get(id)?.end();
    live.delete(id);
  }

  async function once<T>(run: (cell: Cell) => Promise<T>): Promise<T> {
    const cell = cells.take();
    try {
      await cell.call('begin', identity);
      return await run(cell);
    } finally {
      cell.end();
    }
  }

  return {
    ...vault,
    openSigning: (params) =>
      decodable(() => {
        const { id, own } = signingSession(params, identity.node);
        return open(id, own, params.now, (cell) => cell.call('openSigning', params));
      }),
    openKeygen: (params) =>
      decodable(() => {
        const { id, own } = keygenSession(params, identity.node);
        return open(id, own, params.now, (cell) => cell.call('openKeygen', params));
      }),
    receive: (params) => advance(params.session, (cell) => cell.call('receive', params)),
    checkpointed: (params) => advance(params.session, (cell) => cell.call('checkpointed', params)),
    giveUp: (params) => advance(params.session, (cell) => cell.call('giveUp', params)),
    async abort({ session }) {
      end(session);
      return {};
    },
    activateShare: (params) => once((cell) => cell.call('activateShare', params)),
    proveStored: (params) => once((cell) => cell.call('proveStored', params)),
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

function signingSession(params: Params<'openSigning'>, node: string) {
  const descriptor = decodeCbor(signingDescriptorCodec, params.descriptor, MAX_DESCRIPTOR_BYTES, 'signing descriptor');
  const { statement } = decodeCbor(certificateCodec, params.certificate, MAX_CERTIFICATE_BYTES, 'certificate');
  const own = ownSigningReady(descriptor, ownParty(statement, node));
  return { id: bytesToHex(signingSessionId(descriptor)), own };
}

function keygenSession(params: Params<'openKeygen'>, node: string) {
  const descriptor = decodeCbor(keygenDescriptorCodec, params.descriptor, MAX_DESCRIPTOR_BYTES, 'keygen descriptor');
  const own = ownKeygenReady(descriptor, ownParty(descriptor, node));
  return { id: bytesToHex(keygenSessionId(descriptor)), own };
}
