import { stdoutLines } from '@quorate/daemon';
import { type DestinationStream, type Logger, pino, stdTimeFunctions } from 'pino';

export const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];
export type { Logger };

/**
 * JSON lines: `{"level":"info","time":"…","coordinator":"coordinator-1","msg":"ready"}`. Lines about a request carry
 * its id as `request` and its hash as `requestHash`, lines about a session its id as `session`: the same on every node.
 */
export function createLog(
  level: LogLevel,
  coordinator: string,
  destination: DestinationStream = stdoutLines(),
): Logger {
  const options = {
    level,
    base: { coordinator },
    timestamp: stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
  };
  return pino(options, destination);
}
