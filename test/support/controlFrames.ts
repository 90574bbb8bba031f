import { controlMethods, type FrameTap, type SignResult } from '@quorate/network';
import { type PartyIndex, type SigningDescriptor, signingDescriptorCodec } from '@quorate/tss-core';
import {
  bytes,
  type Codec,
  DecodeError,
  decodeCbor,
  encodeCbor,
  nullable,
  struct,
  text,
  uint,
  variant,
} from '@quorate/tss-core/wire';

const CONTROL_PROTOCOL = '/quorate/control/1.0.0';
const payload = bytes({ max: 4 << 20 });
interface ControlMessages {
  call: { id: number; method: string; payload: Uint8Array };
  answer: { id: number; payload: Uint8Array };
  failure: { id: number; code: string; message: string; hint: string | null };
}

/** Frames of the control protocol as docs/network.md has them, read without the product's own reader. */
const message = variant<ControlMessages>({
  call: struct<ControlMessages['call']>({ id: uint(), method: text(64), payload }),
  answer: struct<ControlMessages['answer']>({ id: uint(), payload }),
  failure: struct<ControlMessages['failure']>({
    id: uint(),
    code: text(64),
    message: text(2000),
    hint: nullable(text(2000)),
  }),
});

function decoded<T>(codec: Codec<T>, encoded: Uint8Array): T | undefined {
  try {
    return decodeCbor(codec, encoded, encoded.length);
  } catch (problem) {
    if (problem instanceof DecodeError) return undefined;
    throw problem;
  }
}

/** The frame as an answer to `sign`, if it can be one. */
function asSignResult(frame: Uint8Array): SignResult | undefined {
  const said = decoded(message, frame);
  return said?.kind === 'answer' ? decoded(controlMethods.sign.response, said.value.payload) : undefined;
}

/** The session that a coordinator offers in the frame, if it does. */
export function offeredSession(protocol: string, frame: Uint8Array): SigningDescriptor | undefined {
  if (protocol !== CONTROL_PROTOCOL) return undefined;
  const said = decoded(message, frame);
  if (said?.kind !== 'call' || said.value.method !== 'sign') return undefined;
  const call = decoded(controlMethods.sign.request, said.value.payload);
  return call && decoded(signingDescriptorCodec, call.descriptor);
}

/** `node` never tells the coordinator that a session of its has succeeded. */
export function withholdSignatures(node: string): FrameTap {
  return (from, _to, protocol, frame) => {
    const withheld = from === node && protocol === CONTROL_PROTOCOL && asSignResult(frame)?.kind === 'signed';
    return withheld ? [] : [{ frame, delayMs: 0 }];
  };
}

/** Where a session of `node` has succeeded, it tells the coordinator that it waited in vain for `missing`. */
export function claimStalls(node: string, missing: PartyIndex): FrameTap {
  return (from, _to, protocol, frame) => {
    const lies = from === node && protocol === CONTROL_PROTOCOL && asSignResult(frame)?.kind === 'signed';
    return [{ frame: lies ? asStall(frame, missing) : frame, delayMs: 0 }];
  };
}

function asStall(frame: Uint8Array, missing: PartyIndex): Uint8Array {
  const said = decoded(message, frame);
  if (said?.kind !== 'answer') return frame;
  const stalled = { kind: 'stalled', value: { missing: [missing], left: [], reason: 'not a word' } } as const;
  const value = { id: said.value.id, payload: encodeCbor(controlMethods.sign.response, stalled) };
  return encodeCbor(message, { kind: 'answer', value });
}

/** `node` answers the coordinator late, so that others are chosen before it. */
export function slowToAnswer(node: string, delayMs: number): FrameTap {
  return (from, _to, protocol, frame) => [
    { frame, delayMs: from === node && protocol === CONTROL_PROTOCOL ? delayMs : 0 },
  ];
}
