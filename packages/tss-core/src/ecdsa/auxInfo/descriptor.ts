import type { Party } from '../../keys/structure.ts';
import { type Ready, readyCodec } from '../../session/ready.ts';
import { bytes, type Codec, encodeCbor, list, literal, struct, text, uint } from '../../wire/codec.ts';
import type { SessionHeader } from '../../wire/envelope.ts';
import { taggedHash } from '../../wire/hash.ts';
import { auxPartiesCodec, MAX_AUX_PARTIES } from './statement.ts';

/** The preimage of an aux ceremony's session id. */
export interface AuxDescriptor {
  readonly version: 1;
  readonly cluster: Uint8Array;
  /** The id of the generation, where sessions about a key have the key's. 32 bytes. */
  readonly generation: Uint8Array;
  readonly epoch: number;
  /** Hash of the order that admins signed. */
  readonly orderHash: Uint8Array;
  readonly profile: string;
  readonly parties: readonly Party[];
  /** One per party, ascending by party. */
  readonly readies: readonly Ready[];
}

/** Decoding checks shapes and sizes; a party compares each field with what it knows itself. */
export const auxDescriptorCodec: Codec<AuxDescriptor> = struct<AuxDescriptor>({
  version: literal(1),
  cluster: bytes(32),
  generation: bytes(32),
  epoch: uint(0xffffffff),
  orderHash: bytes(32),
  profile: text(32),
  parties: auxPartiesCodec,
  readies: list(readyCodec, { min: 2, max: MAX_AUX_PARTIES }),
});

/** The id of the ceremony's session, 32 bytes: a hash of all of its descriptor (rule 2). */
export function auxSessionId(descriptor: AuxDescriptor): Uint8Array {
  return taggedHash('quorate/session/aux/1', encodeCbor(auxDescriptorCodec, descriptor));
}

/** What every envelope of the ceremony is about. */
export function auxHeader(descriptor: AuxDescriptor): SessionHeader {
  const { cluster, generation, epoch } = descriptor;
  return { cluster, key: generation, epoch, session: auxSessionId(descriptor) };
}
