import { equalBytes } from '../bytes.ts';
import type { Ciphersuite, Element } from '../groups/ciphersuite.ts';
import type { PartyIndex } from '../keys/structure.ts';
import { decodeBody } from '../protocol/protocol.ts';
import { isShareOf } from '../sharing/commitments.ts';
import { DecodeError, decodeCbor } from '../wire/codec.ts';
import { type Envelope, envelopeCodec, type SessionHeader, verifyEnvelope } from '../wire/envelope.ts';
import { Deal, DealtShare } from './messages.ts';

/**
 * The dealt share inside a direct envelope if it is the one that the dealer's commitments promise to `receiver`,
 * else undefined: malformed, or f(receiver)·G ≠ Σ receiver^k·A_k.
 */
export function openDealtShare(
  suite: Ciphersuite,
  commitments: readonly Element[],
  receiver: PartyIndex,
  envelope: Envelope,
): bigint | undefined {
  const share = decodeBody(DealtShare(suite), envelope);
  return share !== undefined && isShareOf(suite.group, commitments, receiver, share) ? share : undefined;
}

/** A complaint beside what it is about. */
export interface Complaint {
  readonly complainer: PartyIndex;
  readonly accused: PartyIndex;
  /** The encoded envelope that the complainer opened. */
  readonly opened: Uint8Array;
}

/**
 * Judges a complaint from signed envelopes alone (rule 6). The complainer must open a direct envelope that the accused
 * itself signed, in this session and round, to the complainer; then whichever side its share refutes is convicted.
 */
export function judgeComplaint(
  suite: Ciphersuite,
  header: SessionHeader,
  complaint: Complaint,
  accusedIdentity: Uint8Array,
  accusedCommitments: readonly Element[],
): 'wrong-dealt-share' | 'false-complaint' {
  const { complainer, accused, opened } = complaint;
  const envelope = decodeOpened(opened);
  const authentic =
    envelope !== undefined &&
    envelope.from === accused &&
    envelope.to === complainer &&
    envelope.round === Deal(suite).number &&
    equalBytes(envelope.session, header.session) &&
    equalBytes(envelope.cluster, header.cluster) &&
    equalBytes(envelope.key, header.key) &&
    envelope.epoch === header.epoch &&
    verifyEnvelope(envelope, accusedIdentity);
  if (!authentic) return 'false-complaint';
  const holds = openDealtShare(suite, accusedCommitments, complainer, envelope) !== undefined;
  return holds ? 'false-complaint' : 'wrong-dealt-share';
}

function decodeOpened(opened: Uint8Array): Envelope | undefined {
  try {
    return decodeCbor(envelopeCodec, opened, opened.length, 'opened envelope');
  } catch (problem) {
    if (problem instanceof DecodeError) return undefined;
    throw problem;
  }
}
