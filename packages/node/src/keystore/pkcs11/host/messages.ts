import { bytes, type Codec, type Decoded, nullable, struct, text, uint, variant } from '@quorate/tss-core/wire';
import { z } from 'zod';
import { MAX_SEALED_BYTES } from '../sealing.ts';

/** What the process that talks to the module is asked for, over its socket, and what it answers. */

export const MAX_MESSAGE_BYTES = 1 << 20;
export const TICKET_BYTES = 32;
const MAX_AAD_BYTES = 4096;
const MAX_STATEMENT_BYTES = 1 << 16;

const aad = bytes({ max: MAX_AAD_BYTES });
const secret = bytes({ min: 1, max: MAX_SEALED_BYTES - 1024 });
const sealed = bytes({ max: MAX_SEALED_BYTES });
const nothing = struct<Record<never, never>>({});
const sentence = text(2000);

const question = variant<{
  seal: { readonly plaintext: Uint8Array; readonly aad: Uint8Array };
  open: { readonly sealed: Uint8Array; readonly aad: Uint8Array };
  attest: { readonly statement: Uint8Array };
  status: Record<never, never>;
}>({
  seal: struct({ plaintext: secret, aad }),
  open: struct({ sealed, aad }),
  attest: struct({ statement: bytes({ min: 1, max: MAX_STATEMENT_BYTES }) }),
  status: nothing,
});

/** How the module is doing. */
export interface ModuleStatus {
  /** Unix milliseconds since when the token is away, or null while it is there. */
  readonly lostSince: number | null;
  readonly seals: number;
}

const answer = variant<{
  sealed: { readonly sealed: Uint8Array };
  opened: { readonly plaintext: Uint8Array };
  attested: { readonly signature: Uint8Array };
  status: ModuleStatus;
  refused: { readonly code: string; readonly message: string; readonly hint: string | null };
  /** A bug of ours; `message` holds no secret. */
  broken: { readonly message: string };
}>({
  sealed: struct({ sealed }),
  opened: struct({ plaintext: secret }),
  attested: struct({ signature: bytes(64) }),
  status: struct<ModuleStatus>({ lostSince: nullable(uint()), seals: uint() }),
  refused: struct({ code: text(64), message: sentence, hint: nullable(sentence) }),
  broken: struct({ message: sentence }),
});

export type ModuleQuestion = Decoded<typeof question>;
export type ModuleAnswer = Decoded<typeof answer>;

/** The ticket shows that whoever asks was started by the node: it goes to nobody else. */
export const questionCodec: Codec<{
  readonly ticket: Uint8Array;
  readonly id: number;
  readonly question: ModuleQuestion;
}> = struct({ ticket: bytes(TICKET_BYTES), id: uint(), question });

export const answerCodec: Codec<{ readonly id: number; readonly answer: ModuleAnswer }> = struct({
  id: uint(),
  answer,
});

/** Over the channel to its parent, once, before anything else. */
export const hostStartSchema = z.strictObject({
  module: z.string(),
  token: z.string(),
  prefix: z.string(),
  pin: z.instanceof(Uint8Array),
  dataDir: z.string(),
  socket: z.string(),
  ticket: z.instanceof(Uint8Array).refine((value) => value.length === TICKET_BYTES),
});
export type HostStart = z.output<typeof hostStartSchema>;

/** What a cosigner's module is, as it said at the start. All of it is public. */
export interface ModuleIdentity {
  readonly token: {
    readonly label: string;
    readonly serial: string;
    readonly model: string;
    readonly manufacturer: string;
  };
  /** CKA_ID of the sealing key. 16 bytes. */
  readonly sealingKeyId: Uint8Array;
  /** P-256, 33 bytes compressed. */
  readonly attestationKey: Uint8Array;
}

const moduleIdentity: z.ZodType<ModuleIdentity> = z.strictObject({
  token: z.strictObject({ label: z.string(), serial: z.string(), model: z.string(), manufacturer: z.string() }),
  sealingKeyId: z.instanceof(Uint8Array),
  attestationKey: z.instanceof(Uint8Array),
});

/** The first and only answer over that channel. */
export const hostStartedSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('ready'), identity: moduleIdentity }),
  z.strictObject({ kind: z.literal('refused'), code: z.string(), message: z.string(), hint: z.string().optional() }),
  z.strictObject({ kind: z.literal('broken'), message: z.string() }),
]);
export type HostStarted = z.output<typeof hostStartedSchema>;
