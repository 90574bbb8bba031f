import { existsSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { RequestRejected } from '@quorate/tss-core';
import type { TokenInfo } from './cryptoki/tokens.ts';
import { hasFlag } from './cryptoki/tokens.ts';

/** Remembers on disk that a PIN was refused, so that not even a supervisor that restarts the node tries it again. */
export interface PinGuard {
  /** Throws RequestRejected `pin-refused` or `pin-locked` where a try must not be made. */
  check(token: TokenInfo): void;
  /** @returns what to tell the operator */
  refused(token: TokenInfo): Promise<RequestRejected>;
}

/** @param directory of the node's data */
export function pinGuard(directory: string, now: () => number): PinGuard {
  const marker = join(directory, 'pin-refused');
  return {
    check(token) {
      if (existsSync(marker)) throw pinRefused(token.label, readFileSync(marker, 'utf8').trim(), marker);
      checkTries(token);
    },
    async refused(token) {
      const at = new Date(now()).toISOString();
      await writeFile(marker, `${at}\n`, { mode: 0o600, flush: true });
      return pinRefused(token.label, at, marker);
    },
  };
}

/** The token's own word on how many tries there are; the last one is for a person. */
export function checkTries(token: TokenInfo): void {
  const { label } = token;
  if (!hasFlag(token, 'USER_PIN_INITIALIZED')) {
    throw new RequestRejected(
      'pin-unset',
      `the token ${label} has no user PIN yet`,
      'set one with the tool of its vendor',
    );
  }
  if (hasFlag(token, 'USER_PIN_LOCKED')) {
    throw new RequestRejected(
      'pin-locked',
      `the token ${label} is locked after too many false PINs`,
      'its security officer can unlock it, with the tool of its vendor',
    );
  }
  if (hasFlag(token, 'USER_PIN_FINAL_TRY')) {
    throw new RequestRejected(
      'pin-refused',
      `the token ${label} has one try of its PIN left, which is not made by itself`,
      'log in once by hand with the tool of its vendor: that resets the count',
    );
  }
}

function pinRefused(label: string, at: string, marker: string): RequestRejected {
  return new RequestRejected(
    'pin-refused',
    `the token ${label} refused the PIN at ${at}, and no second one is tried by itself: tokens lock after a few`,
    `mend the PIN at its source, then remove ${marker}`,
  );
}
