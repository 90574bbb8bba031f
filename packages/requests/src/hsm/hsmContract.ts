import { z } from 'zod';

/** What `quorate hsm` asks the program that loads the library, and what that answers: one message each. */

const base = { module: z.string().min(1) };
/** Where the PIN is: the program fetches it, whoever asks never sees it. */
const pin = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('file'), path: z.string() }),
  z.strictObject({ kind: z.literal('env'), name: z.string() }),
  z.strictObject({ kind: z.literal('systemdCredential'), name: z.string() }),
  z.strictObject({ kind: z.literal('prompt') }),
]);
const token = z.string().min(1).max(32);
const prefix = z.string();

export const hsmQuestionSchema = z.discriminatedUnion('kind', [
  /** Without a PIN only what the module says of itself. */
  z.strictObject({ kind: z.literal('probe'), ...base, token: token.optional(), pin: pin.optional() }),
  z.strictObject({ kind: z.literal('init'), ...base, token, prefix, pin }),
  z.strictObject({ kind: z.literal('status'), ...base, token, prefix, pin: pin.optional() }),
  /** Initialises a free token: for software tokens. */
  z.strictObject({ kind: z.literal('token'), ...base, token, soPin: pin, pin }),
]);
export type HsmQuestion = z.output<typeof hsmQuestionSchema>;

const library = z.strictObject({
  cryptokiVersion: z.string(),
  manufacturer: z.string(),
  description: z.string(),
  libraryVersion: z.string(),
});
const tokenView = z.strictObject({
  label: z.string(),
  manufacturer: z.string(),
  model: z.string(),
  serial: z.string(),
  firmware: z.string(),
});
const keysView = z.strictObject({
  /** CKA_ID, hex. */
  sealingKeyId: z.string(),
  /** P-256, 33 bytes compressed, hex: for the cluster file. */
  attestationKey: z.string(),
});

/** One thing that was looked at. `needed`: without it the module cannot be used at all. */
const check = z.strictObject({
  name: z.string(),
  ok: z.boolean(),
  needed: z.boolean(),
  detail: z.string(),
});
export type HsmCheck = z.output<typeof check>;

export const hsmAnswerSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('probed'),
    library,
    tokens: z.array(tokenView),
    checks: z.array(check),
    /** Undefined where no PIN was given: then nothing was tried. */
    usable: z.boolean().optional(),
  }),
  z.strictObject({
    kind: z.literal('made'),
    library,
    token: tokenView,
    keys: keysView,
    /** The ceremony record, JSON, and the attestation key's signature over exactly these characters, hex. */
    record: z.string(),
    signature: z.string(),
  }),
  z.strictObject({
    kind: z.literal('status'),
    library,
    token: tokenView,
    pin: z.enum(['unset', 'usable', 'tried', 'last-try', 'locked']),
    /** Undefined where no PIN was given. */
    keys: keysView.optional(),
  }),
  z.strictObject({ kind: z.literal('token'), token: tokenView }),
  z.strictObject({ kind: z.literal('refused'), code: z.string(), message: z.string(), hint: z.string().optional() }),
]);
export type HsmAnswer = z.output<typeof hsmAnswerSchema>;
