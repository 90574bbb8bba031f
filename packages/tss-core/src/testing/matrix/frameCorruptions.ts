import { encodeFrame, type Frame, MAX_FRAME_BYTES } from '../../session/frame.ts';
import { type Envelope, signEnvelope } from '../../wire/envelope.ts';
import { identitySecretOf } from '../fixtures.ts';
import { encodeTree } from './wireTree.ts';

/** What is sent in place of one frame. */
export interface FrameCorruption {
  readonly name: string;
  readonly frames: readonly (Frame | Uint8Array)[];
}

/** Real envelopes that do not belong where they are sent, if there are such. */
export interface Replays {
  readonly anotherParty: Envelope | undefined;
  readonly anotherSession: Envelope | undefined;
  readonly anotherRound: Envelope | undefined;
}

/** What a corrupt party can do to a frame without looking into it (attacks 33, 39). */
export function frameCorruptions(envelope: Envelope, replays: Replays): readonly FrameCorruption[] {
  const frame: Frame = { kind: 'envelope', value: envelope };
  const encoded = encodeFrame(frame);
  return [
    { name: 'dropped', frames: [] },
    { name: 'twice', frames: [frame, frame] },
    { name: 'twenty times', frames: Array.from({ length: 20 }, () => frame) },
    { name: 'a byte less', frames: [encoded.slice(0, -1)] },
    { name: 'a byte more', frames: [Uint8Array.of(...encoded, 0)] },
    { name: 'empty', frames: [new Uint8Array(0)] },
    { name: 'larger than any frame', frames: [new Uint8Array(MAX_FRAME_BYTES + 1)] },
    { name: 'of an unknown kind', frames: [encodeTree(['nonsense', []])] },
    { name: 'leaves instead', frames: [{ kind: 'abort', value: { reason: 'bye' } }] },
    { name: 'leaves afterwards', frames: [frame, { kind: 'abort', value: { reason: 'bye' } }] },
    ...shows(envelope, frame),
    ...replayed(replays),
  ];
}

/** Disputes without a reason, and with invented ones. */
function shows(envelope: Envelope, frame: Frame): readonly FrameCorruption[] {
  const forged = signEnvelope(envelope, identitySecretOf(99));
  return [
    { name: 'shows nothing', frames: [{ kind: 'show', value: [] }] },
    { name: 'shows it as well', frames: [frame, { kind: 'show', value: [envelope] }] },
    { name: 'shows it instead', frames: [{ kind: 'show', value: [envelope] }] },
    {
      name: 'shows it twice',
      frames: [frame, ...Array.from({ length: 2 }, (): Frame => ({ kind: 'show', value: [envelope] }))],
    },
    { name: 'shows a forgery', frames: [frame, { kind: 'show', value: [forged] }] },
  ];
}

function replayed({ anotherParty, anotherSession, anotherRound }: Replays): readonly FrameCorruption[] {
  const instead = (name: string, value: Envelope | undefined): readonly FrameCorruption[] =>
    value ? [{ name, frames: [{ kind: 'envelope', value }] }] : [];
  return [
    ...instead("another party's", anotherParty),
    ...instead("another session's", anotherSession),
    ...instead("another round's", anotherRound),
  ];
}
