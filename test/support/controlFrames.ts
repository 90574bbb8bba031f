import { controlMethods, type FrameTap, type SignResult } from '@quorate/network';
import { bytes, DecodeError, decodeCbor, nullable, struct, text, uint, variant } from '@quorate/tss-core';

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

/** The frame as an answer to `sign`, if it can be one. */
function asSignResult(frame: Uint8Array): SignResult | undefined {
  try {
    const said = decodeCbor(message, frame, frame.length);
    if (said.kind !== 'answer') return undefined;
    return decodeCbor(controlMethods.sign.response, said.value.payload, said.value.payload.length);
  } catch (problem) {
    if (problem instanceof DecodeError) return undefined;
    throw problem;
  }
}

/** `node` never tells the coordinator that a session of its has succeeded. */
export function withholdSignatures(node: string): FrameTap {
  return (from, _to, protocol, frame) => {
    const withheld = from === node && protocol === CONTROL_PROTOCOL && asSignResult(frame)?.kind === 'signed';
    return withheld ? [] : [{ frame, delayMs: 0 }];
  };
}

/** `node` answers the coordinator late, so that others are chosen before it. */
export function slowToAnswer(node: string, delayMs: number): FrameTap {
  return (from, _to, protocol, frame) => [
    { frame, delayMs: from === node && protocol === CONTROL_PROTOCOL ? delayMs : 0 },
  ];
}
