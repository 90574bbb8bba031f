import { type Assignment, assignmentCodec, type SchemeId, schemeCodec } from '../../keys/structure.ts';
import { type Ready, readyCodec } from '../../session/ready.ts';
import { bytes, type Codec, encodeCbor, list, literal, struct, uint } from '../../wire/codec.ts';
import type { SessionHeader } from '../../wire/envelope.ts';
import { taggedHash } from '../../wire/hash.ts';

/** The highest index of a presignature. What follows it is still an integer for whoever says which index is next. */
export const MAX_PRESIGNATURE_INDEX = 0xffffffff;

/** The preimage of a presigning session's id: a presignature for a key, made before there is anything to sign. */
export interface PresignDescriptor {
  readonly version: 1;
  readonly cluster: Uint8Array;
  readonly key: Uint8Array;
  /** X, compressed. */
  readonly groupKey: Uint8Array;
  readonly scheme: SchemeId;
  readonly epoch: number;
  readonly auxGeneration: Uint8Array;
  readonly assignment: Assignment;
  /** Counts the presignatures of these signers: they are used in this order (rule 17). */
  readonly index: number;
  /** One per signer, ascending by party, about `presignSubject`. */
  readonly readies: readonly Ready[];
}

const subjectFields = {
  version: literal(1),
  cluster: bytes(32),
  key: bytes(32),
  groupKey: bytes(33),
  scheme: schemeCodec,
  epoch: uint(0xffffffff),
  auxGeneration: bytes(32),
  assignment: assignmentCodec,
  index: uint(MAX_PRESIGNATURE_INDEX),
};

/** Decoding checks shapes and sizes; a party compares each field with what it knows itself. */
export const presignDescriptorCodec: Codec<PresignDescriptor> = struct<PresignDescriptor>({
  ...subjectFields,
  readies: list(readyCodec, { min: 2, max: 255 }),
});

/** What the readies of a presigning are about: all of it but themselves. 32 bytes. */
export function presignSubject(about: Omit<PresignDescriptor, 'readies'>): Uint8Array {
  const codec = struct<Omit<PresignDescriptor, 'readies'>>(subjectFields);
  return taggedHash('quorate/presign-subject/1', encodeCbor(codec, about));
}

/** The id of a presigning session, 32 bytes: a hash of all of its descriptor (rule 2). */
export function presignSessionId(descriptor: PresignDescriptor): Uint8Array {
  return taggedHash('quorate/session/presign/1', encodeCbor(presignDescriptorCodec, descriptor));
}

/** What every envelope of the presigning is about. */
export function presignHeader(descriptor: PresignDescriptor): SessionHeader {
  const { cluster, key, epoch } = descriptor;
  return { cluster, key, epoch, session: presignSessionId(descriptor) };
}
