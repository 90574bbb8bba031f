import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FrameTap } from '@quorate/network';
import { bytes, decodeCbor, encodeCbor, struct, text } from '@quorate/tss-core/wire';
import { honest } from './faults.ts';
import { type WireLog, wireLog } from './wireLog.ts';

/** The variable that names a directory for the transcripts of a process. */
export const TRANSCRIPT_VARIABLE = 'QUORATE_TEST_TRANSCRIPT';

interface Sent {
  readonly from: string;
  readonly to: string;
  readonly protocol: string;
  readonly frame: Uint8Array;
}

const MAX_FRAME_BYTES = 8 << 20;
const codec = struct<Sent>({
  from: text(64),
  to: text(64),
  protocol: text(64),
  frame: bytes({ max: MAX_FRAME_BYTES }),
});

/**
 * Writes down every frame that this process sends before it leaves, if the environment names a directory. What was sent is
 * there whenever the process is killed: the kernel has it, and each life of a process has a file of its own.
 */
export function transcribing(): FrameTap {
  const directory = process.env[TRANSCRIPT_VARIABLE];
  if (directory === undefined) return honest;
  mkdirSync(directory, { recursive: true });
  const file = join(directory, `${process.pid}-${Date.now()}`);
  return (from, to, protocol, frame) => {
    appendFileSync(file, `${Buffer.from(encodeCbor(codec, { from, to, protocol, frame })).toString('base64')}\n`);
    return honest(from, to, protocol, frame);
  };
}

/** Everything that the processes of a directory have sent until now. */
export function readTranscripts(directory: string): WireLog {
  const wire = wireLog();
  const record = wire.recording(honest);
  const files = existsSync(directory) ? readdirSync(directory).sort() : [];
  for (const file of files) {
    const content = readFileSync(join(directory, file), 'utf8');
    // A line without its end was cut short by a kill: its frame was never sent.
    const lines = content
      .slice(0, content.lastIndexOf('\n') + 1)
      .split('\n')
      .slice(0, -1);
    for (const line of lines) {
      const { from, to, protocol, frame } = decodeCbor(codec, Buffer.from(line, 'base64'), 2 * MAX_FRAME_BYTES);
      record(from, to, protocol, frame);
    }
  }
  return wire;
}
