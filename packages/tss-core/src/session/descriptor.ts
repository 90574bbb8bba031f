import {
  type Assignment,
  assignmentCodec,
  type KeyStructure,
  type SchemeId,
  schemeCodec,
  structureCodec,
} from '../keys/structure.ts';
import { bytes, type Codec, encodeCbor, list, literal, struct, uint } from '../wire/codec.ts';
import { taggedHash } from '../wire/hash.ts';
import { type Ready, readyCodec } from './ready.ts';
import { type Reservation, reservationCodec, sameReservation } from './reservation.ts';

/** The largest number of messages that one session signs. */
export const MAX_MESSAGES = 1024;
/** The longest message. */
export const MAX_MESSAGE_BYTES = 1 << 16;
/** The deepest derivation path. */
export const MAX_PATH_DEPTH = 16;
/** The epoch that a key is created with. */
export const FIRST_EPOCH = 1;

/** Everything that matters about one signing session: the preimage of its id (cryptography.md, rule 2). */
export interface SigningDescriptor {
  readonly version: 1;
  readonly cluster: Uint8Array;
  readonly key: Uint8Array;
  /** The key's public point X, compressed as its scheme encodes points. */
  readonly groupKey: Uint8Array;
  readonly scheme: SchemeId;
  readonly epoch: number;
  /** Hash of the aux generation, for schemes that have one; else empty. */
  readonly auxGeneration: Uint8Array;
  readonly requestHash: Uint8Array;
  /** What is signed, in order: sighashes or whole messages, as the scheme takes them. */
  readonly messages: readonly Uint8Array[];
  readonly path: readonly number[];
  readonly assignment: Assignment;
  /**
   * Nonces given in advance, which make it a session of one round: exactly the reservation of every ready, see
   * `referencesHold`. Empty when nonces are made in the session.
   */
  readonly presignatures: readonly Reservation[];
  /** One per signer, ascending by party. */
  readonly readies: readonly Ready[];
}

/** The preimage of a keygen session's id. */
export interface KeygenDescriptor {
  readonly version: 1;
  readonly cluster: Uint8Array;
  readonly key: Uint8Array;
  readonly epoch: number;
  /** Hash of the order that admins signed. */
  readonly orderHash: Uint8Array;
  readonly structure: KeyStructure;
  /** One per party, ascending by party. */
  readonly readies: readonly Ready[];
}

/** Decoding checks shapes and sizes; a party compares each field with what it knows itself. */
export const signingDescriptorCodec: Codec<SigningDescriptor> = struct<SigningDescriptor>({
  version: literal(1),
  cluster: bytes(32),
  key: bytes(32),
  groupKey: bytes({ min: 32, max: 57 }),
  scheme: schemeCodec,
  epoch: uint(0xffffffff),
  auxGeneration: bytes({ max: 32 }),
  requestHash: bytes(32),
  messages: list(bytes({ max: MAX_MESSAGE_BYTES }), { min: 1, max: MAX_MESSAGES }),
  path: list(uint(0xffffffff), { max: MAX_PATH_DEPTH }),
  assignment: assignmentCodec,
  presignatures: list(reservationCodec, { max: 255 }),
  readies: list(readyCodec, { min: 1, max: 255 }),
});

/** Decoding checks the structure, and sizes; a party compares the rest with what it knows itself. */
export const keygenDescriptorCodec: Codec<KeygenDescriptor> = struct<KeygenDescriptor>({
  version: literal(1),
  cluster: bytes(32),
  key: bytes(32),
  epoch: uint(0xffffffff),
  orderHash: bytes(32),
  structure: structureCodec,
  readies: list(readyCodec, { min: 1, max: 255 }),
});

/** Whether nonces given in advance are used: then there is one round instead of two. */
export function isPrepared({ presignatures }: SigningDescriptor): boolean {
  return presignatures.length > 0;
}

/**
 * Whether the nonces given in advance are what the signers set aside for it: each signer's own reservation, as it stands
 * under the signature of its ready, one pair per message. Also true where none are used.
 */
export function referencesHold({ presignatures, readies, messages }: SigningDescriptor): boolean {
  if (presignatures.length === 0) return true;
  return (
    presignatures.length === readies.length &&
    readies.every(({ reservation }, i) => {
      const named = presignatures[i];
      if (!reservation || !named) return false;
      return sameReservation(reservation, named) && reservation.count === messages.length;
    })
  );
}

/** @returns 32 bytes, never the same twice while one honest signer draws fresh r_i. */
export function signingSessionId(descriptor: SigningDescriptor): Uint8Array {
  return taggedHash('quorate/session/signing/1', encodeCbor(signingDescriptorCodec, descriptor));
}

/** The id of a keygen session, 32 bytes: a hash of all of its descriptor (rule 2). */
export function keygenSessionId(descriptor: KeygenDescriptor): Uint8Array {
  return taggedHash('quorate/session/keygen/1', encodeCbor(keygenDescriptorCodec, descriptor));
}
