import { MAX_BATCH_PAIRS, type PartyIndex, type Ready, type Reservation, SCHEMES } from '@quorate/tss-core';
import { z } from 'zod';
import type { PassphraseRecord } from '../store/records.ts';
import type {
  Identities,
  Params,
  Result,
  SealedCheckpoint,
  SessionOutcome,
  Step,
  StoredShare,
  VaultOp,
} from './vault.ts';

/** What the network thread and the vault's thread say to each other; each side parses what it gets. */

const bytes = z.custom<Uint8Array>((value) => value instanceof Uint8Array, 'expected bytes');
const bytes32 = bytes.refine((value) => value.length === 32, 'expected 32 bytes');
const party = z.custom<PartyIndex>(
  (value) => Number.isInteger(value) && Number(value) >= 1 && Number(value) <= 0xffff,
  'expected a party index',
);
const milliseconds = z.number().nonnegative();
const session = z.string().regex(/^[0-9a-f]{64}$/);
const identities: z.ZodType<Identities> = z.map(party, bytes);
const nothing = z.record(z.string(), z.never());

const passphraseRecord: z.ZodType<PassphraseRecord> = z.strictObject({
  kdf: z.strictObject({
    algorithm: z.literal('argon2id'),
    salt: bytes,
    memoryKiB: z.number(),
    passes: z.number(),
    parallelism: z.number(),
  }),
  verifier: bytes,
});
const count = z.int().min(0);
const reservation: z.ZodType<Reservation> = z.strictObject({ batch: bytes32, first: count, count });
const ready: z.ZodType<Ready> = z.strictObject({
  party,
  nonce: bytes32,
  policyHash: bytes32,
  reservation: reservation.nullable(),
  signature: bytes,
});
const storedShare: z.ZodType<StoredShare> = z.strictObject({ certificate: bytes, sealed: bytes, identities });

const outcome: z.ZodType<SessionOutcome> = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('signed'), signatures: z.array(bytes) }),
  z.strictObject({ kind: z.literal('certified'), certificate: bytes }),
  z.strictObject({ kind: z.literal('stalled'), missing: z.array(party), reason: z.string() }),
  z.strictObject({ kind: z.literal('fault'), code: z.string(), culprits: z.array(party), evidence: bytes }),
]);
const checkpoint: z.ZodType<SealedCheckpoint> = z.strictObject({ statement: bytes, sealed: bytes });
const step: z.ZodType<Step> = z.strictObject({
  send: z.array(z.strictObject({ to: party, payload: bytes })),
  waitingFor: z.array(party),
  checkpoint: checkpoint.optional(),
  outcome: outcome.optional(),
});

type VaultSchemas = {
  readonly [K in VaultOp]: { readonly params: z.ZodType<Params<K>>; readonly result: z.ZodType<Result<K>> };
};

/** The contract as data, see `VaultContract`. */
export const vaultOps: VaultSchemas = {
  init: {
    params: z.strictObject({
      node: z.string(),
      cluster: bytes32,
      identitySecret: bytes32,
      passphrase: bytes,
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
    }),
    result: ready,
  },
  openSigning: {
    params: z.strictObject({ descriptor: bytes, certificate: bytes, sealed: bytes, identities, now: milliseconds }),
    result: step,
  },
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
  abort: { params: z.strictObject({ session }), result: nothing },
  activateShare: { params: storedShare, result: z.strictObject({ sealed: bytes }) },
  proveStored: { params: storedShare, result: z.strictObject({ acknowledgement: bytes }) },
  close: { params: nothing, result: nothing },
};

const op = z.custom<VaultOp>((value) => typeof value === 'string' && Object.hasOwn(vaultOps, value), 'unknown call');

/** To the vault. `params` are parsed by the contract's entry for `op`. */
export const callSchema = z.strictObject({ id: z.number(), op, params: z.unknown() });

export type VaultCall = z.output<typeof callSchema>;

/** From the vault. `result` is parsed by the contract's entry for the call. */
export const answerSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('done'), id: z.number(), result: z.unknown() }),
  /** A RequestRejected crosses the border between the threads as what it is. */
  z.strictObject({
    kind: z.literal('rejected'),
    id: z.number(),
    code: z.string(),
    message: z.string(),
    hint: z.string().optional(),
  }),
  /** A bug; `message` says where and holds no secret. */
  z.strictObject({ kind: z.literal('broken'), id: z.number(), message: z.string() }),
]);
export type VaultAnswer = z.output<typeof answerSchema>;
