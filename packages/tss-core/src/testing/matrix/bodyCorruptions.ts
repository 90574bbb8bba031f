import { MAX_BODY_BYTES, MAX_DIRECT_BODY_BYTES } from '../../wire/envelope.ts';
import type { SentMessage } from './scenario.ts';

/** A whole body instead of the one that was meant. */
export interface BodyCorruption {
  readonly name: string;
  readonly body: Uint8Array;
}

/** What can be done to a body without looking into it. */
export function bodyCorruptions(
  { body, to }: Pick<SentMessage, 'body' | 'to'>,
  anotherRound: Uint8Array | undefined,
): readonly BodyCorruption[] {
  const largest = to === 'all' ? MAX_BODY_BYTES : MAX_DIRECT_BODY_BYTES;
  return [
    { name: 'empty', body: new Uint8Array(0) },
    { name: 'a byte less', body: body.slice(0, -1) },
    { name: 'a byte more', body: Uint8Array.of(...body, 0) },
    { name: 'not deterministic', body: withLongHead(body) },
    { name: 'no CBOR', body: Uint8Array.of(0xff) },
    { name: 'as large as may be', body: new Uint8Array(largest) },
    ...(anotherRound ? [{ name: "another round's", body: anotherRound }] : []),
  ];
}

/** The same value with the length of its first item written in one byte more than needed. */
function withLongHead(body: Uint8Array): Uint8Array {
  const [head = 0] = body;
  const major = head & 0xe0;
  const length = head & 0x1f;
  if (length < 24) return Uint8Array.of(major | 24, length, ...body.subarray(1));
  return Uint8Array.of(major | 25, 0, ...body.subarray(1));
}
