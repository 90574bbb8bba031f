import { type DestinationStream, type Logger, pino, stdTimeFunctions } from 'pino';
import { redact } from './redact.ts';

export const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];
export type { Logger };

/** JSON lines, one per event: `{"level":"info","time":"…","node":"node-1","msg":"ready"}`. Secrets never pass. */
export function createLogger(
  level: LogLevel,
  fields: Readonly<Record<string, string>>,
  destination?: DestinationStream,
): Logger {
  const options = {
    level,
    base: fields,
    timestamp: stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }), log: redact },
  };
  return destination ? pino(options, destination) : pino(options);
}
