import { stdoutLines } from '@quorate/daemon';
import { type DestinationStream, type Logger as PinoLogger, pino, stdTimeFunctions } from 'pino';
import { redact } from './redact.ts';

export const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

interface LogLine {
  (message: string): void;
  (fields: object, message: string): void;
}

interface LogLines {
  readonly trace: LogLine;
  readonly debug: LogLine;
  readonly info: LogLine;
  readonly warn: LogLine;
  readonly error: LogLine;
  readonly fatal: LogLine;
}

/** What components log to: the part of pino they need. */
export interface Logger extends LogLines {
  /** A logger whose every line carries these fields too. */
  child(fields: Readonly<Record<string, unknown>>): Logger;
}

/** JSON lines, one per event: `{"level":"info","time":"…","node":"node-1","msg":"ready"}`. Secrets never pass. */
export function createLogger(
  level: LogLevel,
  fields: Readonly<Record<string, string>>,
  destination: DestinationStream = stdoutLines(),
): Logger {
  const options = {
    level,
    base: fields,
    timestamp: stdTimeFunctions.isoTime,
    // Errors are described by `redact`; pino's own serializer would add their own fields back.
    serializers: { err: (value: unknown) => value },
    formatters: { level: (label: string) => ({ level: label }), log: redact },
  };
  const root = pino(options, destination);
  return guard(root, root.child);
}

/** pino passes the fields of a child logger through none of the formatters above: they are redacted on their way in. */
function guard(logger: LogLines, makeChild: PinoLogger['child']): Logger {
  return Object.assign(logger, {
    child: (fields: Readonly<Record<string, unknown>>): Logger =>
      guard(makeChild.call(logger, redact(fields)), makeChild),
  });
}
