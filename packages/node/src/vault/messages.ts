import { MAX_BATCH_PAIRS, SCHEMES } from '@quorate/tss-core';
import { z } from 'zod';
import {
  assignment,
  attestation,
  bytes,
  bytes32,
  count,
  identities,
  milliseconds,
  nothing,
  party,
  passphraseRecord,
  ready,
  readyPurpose,
  session,
  step,
  storedShare,
} from './fields.ts';
import type { Schemas } from './threads/contract.ts';
import type { VaultContract } from './vault.ts';

/** The contract of the vault's thread as data. */
export const vaultOps: Schemas<VaultContract> = {
  init: {
    params: z.strictObject({
      node: z.string(),
      cluster: bytes32,
      identitySecret: bytes32,
      passphrase: bytes.optional(),
      record: passphraseRecord.optional(),
    }),
    result: z.strictObject({ record: passphraseRecord.optional() }),
  },
  drawReady: {
    params: z.strictObject({
      key: bytes32,
      subject: bytes32,
      party,
      policyHash: bytes32,
      now: milliseconds,
      expiresAt: milliseconds,
      reserve: count.optional(),
      attested: z.strictObject({ nonce: bytes32, attestation }).optional(),
      signers: assignment.optional(),
    }),
    result: ready,
  },
  consumeReady: {
    params: z.strictObject({ ready, purpose: readyPurpose, now: milliseconds }),
    result: nothing,
  },
  openSigning: {
    params: z.strictObject({ descriptor: bytes, certificate: bytes, sealed: bytes, identities, now: milliseconds }),
    result: step,
  },
  openPresigned: {
    params: z.strictObject({
      descriptor: bytes,
      certificate: bytes,
      aux: z.strictObject({ certificate: bytes }),
      identities,
      now: milliseconds,
    }),
    result: step,
  },
  presignatureLevels: {
    params: nothing,
    result: z.strictObject({
      levels: z.array(z.strictObject({ key: bytes32, assignment, size: count, next: count })),
    }),
  },
  passPresignature: { params: z.strictObject({ key: bytes32, presignature: bytes32 }), result: nothing },
  dropPresignatures: { params: z.strictObject({ key: bytes32, party: party.optional() }), result: nothing },
  fillStock: {
    params: z.strictObject({ certificate: bytes, sealed: bytes, count: count.max(MAX_BATCH_PAIRS) }),
    result: z.strictObject({ batch: bytes, live: z.array(bytes32), size: count }),
  },
  keepBatch: {
    params: z.strictObject({
      key: bytes32,
      epoch: count,
      scheme: z.enum(SCHEMES),
      owner: party,
      identity: bytes,
      live: z.array(bytes32),
      batch: bytes.optional(),
    }),
    result: z.strictObject({ size: count }),
  },
  dropStock: { params: z.strictObject({ key: bytes32 }), result: nothing },
  openKeygen: { params: z.strictObject({ descriptor: bytes, identities, now: milliseconds }), result: step },
  receive: { params: z.strictObject({ session, from: party, payload: bytes }), result: step },
  checkpointed: { params: z.strictObject({ session }), result: step },
  giveUp: { params: z.strictObject({ session, reason: z.string() }), result: step },
  abort: { params: z.strictObject({ session }), result: nothing },
  activateShare: { params: storedShare, result: z.strictObject({ sealed: bytes }) },
  proveStored: { params: storedShare, result: z.strictObject({ acknowledgement: bytes }) },
  close: { params: nothing, result: nothing },
};
