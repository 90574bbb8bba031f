/** More than the largest evidence has, with the commitments that 255 signers gave in advance. */
export const MAX_ITEMS = 1 << 17;

const BYTES = 2;
const TEXT = 3;
const MAP = 5;
const TAG = 6;

/**
 * Looks at the heads of a CBOR message, without making anything of it: in two megabytes there is room for two million empty maps,
 * which would take seconds and a gigabyte to decode, only to be refused then.
 * @returns what is wrong with it; undefined where a decoder may have a look. It need not be valid
 */
export function problemOf(message: Uint8Array): string | undefined {
  let items = 0;
  for (let at = 0; at < message.length; items++) {
    if (items === MAX_ITEMS) return `more than ${MAX_ITEMS} items`;
    const head = message[at] ?? 0;
    const major = head >> 5;
    if (major === MAP || major === TAG) return 'a map or a tag, which no message has';
    const size = argumentSize(head & 0x1f);
    if (size === undefined) return 'not valid CBOR';
    at += 1 + size;
    if (major === BYTES || major === TEXT) at += size === 0 ? head & 0x1f : argument(message, at - size, size);
  }
  return undefined;
}

/** How many bytes of an argument follow on the head; undefined for what has none and never ends. */
function argumentSize(additional: number): number | undefined {
  if (additional < 24) return 0;
  return additional < 28 ? 2 ** (additional - 24) : undefined;
}

/** Beyond 2^53 it is not exact, and far beyond any message. */
function argument(message: Uint8Array, from: number, size: number): number {
  let value = 0;
  for (let i = from; i < from + size; i++) value = value * 256 + (message[i] ?? 0);
  return value;
}
