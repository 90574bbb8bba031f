import { bytesToHex } from '@noble/hashes/utils.js';
import type { Element } from '../../../groups/ciphersuite.ts';
import { encodeCbor } from '../../../wire/codec.ts';
import { PaillierPublicKey } from '../../paillier/paillierPublicKey.ts';
import type { EcdsaProfile } from '../../parameters.ts';
import { RingPedersen } from '../../pedersen/ringPedersen.ts';
import { challengeSeed, type Transcript } from '../../proofs/challenge.ts';
import { type ProofContext, proofContextCodec } from '../../proofs/context.ts';
import type { EcdsaSetting } from '../../setting.ts';
import type { TestParty } from '../parties.ts';

/** A JSON value as the published files have it: integers, points and bytes are hex. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };

/** First messages longer than this are left out: the seed commits to them. */
const MAX_COMMITMENTS = 1 << 14;

/** Integers as signed hex without leading zeros, points compressed, keys as their public numbers. */
export function toJson(value: unknown): Json {
  if (typeof value === 'bigint') return value.toString(16);
  if (value instanceof Uint8Array) return bytesToHex(value);
  if (value instanceof PaillierPublicKey) return toJson(value.modulus);
  if (value instanceof RingPedersen) return toJson({ modulus: value.modulus, s: value.s, t: value.t });
  if (isElement(value)) return bytesToHex(value.toBytes());
  if (Array.isArray(value)) return value.map(toJson);
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, toJson(field)]));
  }
  return null;
}

function isElement(value: unknown): value is Element {
  return typeof value === 'object' && value !== null && 'multiplyUnsafe' in value;
}

/** What a vector says of the challenge. */
export interface ChallengeParts {
  readonly transcript: Transcript;
  /** e, the bits, or the first units. */
  readonly challenge: Json;
}

export function challengeJson(setting: EcdsaSetting, context: ProofContext, parts: ChallengeParts): Json {
  const { statement, commitments } = parts.transcript;
  return {
    statement: bytesToHex(statement),
    commitments: commitments.length > MAX_COMMITMENTS ? null : bytesToHex(commitments),
    seed: bytesToHex(challengeSeed(setting, context, parts.transcript)),
    challenge: parts.challenge,
  };
}

export function contextJson(context: ProofContext): Json {
  const { session, auxGeneration, ...rest } = context;
  const encoded = encodeCbor(proofContextCodec, context);
  return { session: bytesToHex(session), auxGeneration: bytesToHex(auxGeneration), ...rest, cbor: bytesToHex(encoded) };
}

export function profileJson(profile: EcdsaProfile): Json {
  return { ...profile };
}

export function partyJson({ index, paillier, pedersen }: TestParty): Json {
  const { p, q } = paillier.reveal();
  const opening = pedersen.reveal();
  return {
    party: index,
    paillier: toJson({ p, q, N: paillier.modulus }),
    pedersen: toJson({ ...opening, modulus: pedersen.modulus, s: pedersen.s }),
  };
}
