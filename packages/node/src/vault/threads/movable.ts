import { wipe } from '@quorate/tss-core';

/** Secret bytes alone in their buffer, so that transferring it moves them and nothing else. The given ones are wiped. */
export function movable(secret: Uint8Array): Uint8Array<ArrayBuffer> {
  const own = Uint8Array.from(secret);
  wipe(secret);
  return own;
}
