import { readFileSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { RequestRejected } from '@quorate/tss-core';
import { isPinRefused } from './cryptoki/moduleFault.ts';
import type { TokenInfo } from './cryptoki/tokens.ts';
import { hasFlag } from './cryptoki/tokens.ts';

/** Remembers on disk that a PIN was refused, so that not even a supervisor that restarts the node tries it again. */
export interface PinGuard {
  /**
   * Has the PIN tried, unless it must not be: then RequestRejected `pin-refused`, `pin-locked`, `pin-unset` or
   * `pin-unrecorded`. What else the login throws passes through.
   * @returns what to tell the operator if the token refused it now
   */
  attempt(token: TokenInfo, login: () => Promise<void>): Promise<RequestRejected | undefined>;
}

/** What the marker says while the token has not answered yet. */
const TRYING = 'trying';

/** @param directory of the node's data */
export function pinGuard(directory: string, now: () => number): PinGuard {
  const marker = join(directory, 'pin-refused');
  return {
    async attempt(token, login) {
      const noted = readMarker(marker);
      if (noted !== undefined && mayBeRefused(noted, token)) throw pinRefused(token.label, noted, marker);
      checkTries(token);
      // Before the try: a refusal that could not be noted, on a full disk, would be tried again at every start.
      await note(marker, TRYING);
      try {
        await login();
      } catch (problem) {
        if (!isPinRefused(problem)) {
          await rm(marker, { force: true });
          throw problem;
        }
        const at = new Date(now()).toISOString();
        await note(marker, at);
        return pinRefused(token.label, at, marker);
      }
      await rm(marker, { force: true });
      return undefined;
    },
  };
}

function readMarker(marker: string): string | undefined {
  try {
    return readFileSync(marker, 'utf8').trim();
  } catch {
    return undefined;
  }
}

/** A process that died while it tried learned no answer; the token may tell that somebody was refused since the last login. */
function mayBeRefused(noted: string, token: TokenInfo): boolean {
  return noted !== TRYING || hasFlag(token, 'USER_PIN_COUNT_LOW');
}

async function note(marker: string, text: string): Promise<void> {
  try {
    await writeFile(marker, `${text}\n`, { mode: 0o600, flush: true });
  } catch (problem) {
    throw new RequestRejected(
      'pin-unrecorded',
      `a refusal of the PIN could not be noted in ${marker}: ${problem instanceof Error ? problem.message : 'unknown'}`,
      'make room on the disk, or the directory writable; nothing is tried before',
    );
  }
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

function pinRefused(label: string, noted: string, marker: string): RequestRejected {
  const at = noted === TRYING ? 'an earlier start' : noted;
  return new RequestRejected(
    'pin-refused',
    `the token ${label} refused the PIN at ${at}, and no second one is tried by itself: tokens lock after a few`,
    `mend the PIN at its source, then remove ${marker}`,
  );
}
