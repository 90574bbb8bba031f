import type { Readable, Writable } from 'node:stream';
import { wipe } from '@quorate/tss-core';
import { badConfig } from './readFiles.ts';

/** A person's terminal: `process.stdin` and `process.stderr`, stdout being for the log. */
export interface Terminal {
  readonly input: Readable & { readonly isTTY?: boolean; setRawMode?(raw: boolean): unknown };
  readonly output: Writable;
}

const CTRL_C = 0x03;
const CTRL_D = 0x04;
const BACKSPACES = [0x08, 0x7f];
const LINE_ENDS = [0x0a, 0x0d];
const MAX_BYTES = 1024;

/** Asks for one line without echo. RequestRejected `bad-config` off a terminal, and on Ctrl-C. @param name of the secret */
export async function promptSecret(name: string, { input, output }: Terminal): Promise<Uint8Array> {
  if (!input.isTTY || !input.setRawMode) {
    throw badConfig(
      `the ${name} is to be typed, but this process has no terminal`,
      'take it from {file: PATH}, {env: NAME} or {systemdCredential: NAME} for unattended starts',
    );
  }
  output.write(`The ${name} of this node: `);
  input.setRawMode(true);
  try {
    return await readLine(name, input);
  } finally {
    input.setRawMode(false);
    input.pause();
    output.write('\n');
  }
}

async function readLine(name: string, input: Readable): Promise<Uint8Array> {
  const line = new Uint8Array(MAX_BYTES);
  let length = 0;
  try {
    // The terminal outlives this one question.
    for await (const chunk of input.iterator({ destroyOnReturn: false })) {
      for (const byte of Buffer.from(chunk)) {
        if (LINE_ENDS.includes(byte)) return line.slice(0, length);
        if (byte === CTRL_C || byte === CTRL_D) throw badConfig(`no ${name} was typed`);
        if (BACKSPACES.includes(byte)) length = withoutLastCharacter(line, length);
        else if (length < MAX_BYTES) line[length++] = byte;
      }
    }
    throw badConfig(`the terminal closed before a ${name} was typed`);
  } finally {
    wipe(line);
  }
}

/** The new length without the last character, which in UTF-8 may have several bytes. */
function withoutLastCharacter(line: Uint8Array, length: number): number {
  let end = length - 1;
  while (end > 0 && ((line[end] ?? 0) & 0xc0) === 0x80) end--;
  return Math.max(end, 0);
}
