import { secp256k1 } from '@noble/curves/secp256k1.js';
import { concatBytes } from '@noble/hashes/utils.js';
import { decodeFrame, encodeFrame } from '../../session/frame.ts';
import { DecodeError, encodeCbor, type WireValue } from '../../wire/codec.ts';
import { type Envelope, envelopeCodec, signEnvelope, type UnsignedEnvelope } from '../../wire/envelope.ts';
import { identitySecretOf } from '../fixtures.ts';
import { type Corruption, corruption } from './corruption.ts';
import type { Message } from './fields.ts';
import { bodyWith, decodeTree, type Path } from './wireTree.ts';

/** An envelope as a message of which every field is to be corrupted. */
export function envelopeMessage(envelope: Envelope): Message {
  return { name: 'Envelope', codec: envelopeCodec, body: encodeCbor(envelopeCodec, envelope) };
}

/**
 * The frame that holds an envelope with something else in one field.
 * @param sign signs it again, unless it has become something that is no envelope
 */
export function frameWith(
  envelope: Envelope,
  path: Path,
  value: WireValue,
  sign?: (envelope: UnsignedEnvelope) => Envelope,
): Uint8Array {
  const frame = bodyWith(decodeTree(encodeFrame({ kind: 'envelope', value: envelope })), [1, ...path], value);
  const changed = sign && decodedEnvelope(frame);
  return sign && changed ? encodeFrame({ kind: 'envelope', value: sign(changed) }) : frame;
}

function decodedEnvelope(frame: Uint8Array): Envelope | undefined {
  try {
    const decoded = decodeFrame(frame);
    return decoded.kind === 'envelope' ? decoded.value : undefined;
  } catch (problem) {
    if (problem instanceof DecodeError) return undefined;
    throw problem;
  }
}

/** Other signatures than the one that is due (rule 3: low-s, and the v that `ecrecover` needs). */
export function signatureCorruptions(envelope: Envelope): readonly Corruption[] {
  const { signature } = envelope;
  const [r, s, v = 27] = [signature.slice(0, 32), signature.slice(32, 64), signature[64]];
  const { n } = secp256k1.Point.CURVE();
  const highS = secp256k1.Point.Fn.toBytes(n - secp256k1.Point.Fn.fromBytes(s));
  return [
    corruption('high s', concatBytes(r, highS, Uint8Array.of(55 - v))),
    corruption('the other v', signature.with(64, 55 - v)),
    corruption('v from 0', signature.with(64, v - 27)),
    corruption('r = 0', concatBytes(new Uint8Array(32), s, Uint8Array.of(v))),
    corruption('s = 0', concatBytes(r, new Uint8Array(32), Uint8Array.of(v))),
    corruption("a stranger's", signEnvelope(envelope, identitySecretOf(99)).signature),
  ];
}
