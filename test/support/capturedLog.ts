import { Writable } from 'node:stream';
import { createLogger, type Logger, type LogLevel } from '@quorate/node';

/** One parsed line of a node's log. */
export type LogLine = Readonly<Record<string, unknown>>;

/** A node's logger whose lines are kept instead of written. */
export function capturedLogger(node: string, level: LogLevel): { logger: Logger; lines: readonly LogLine[] } {
  const lines: LogLine[] = [];
  const destination = new Writable({
    write(chunk, _encoding, done) {
      for (const line of String(chunk).split('\n')) if (line !== '') lines.push(parseLine(line));
      done();
    },
  });
  return { logger: createLogger(level, { node }, destination), lines };
}

function parseLine(line: string): LogLine {
  const parsed: unknown = JSON.parse(line);
  if (typeof parsed !== 'object' || parsed === null) throw new Error(`a log line that is no object: ${line}`);
  return Object.fromEntries(Object.entries(parsed));
}
