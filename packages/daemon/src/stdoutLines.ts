import { type DestinationStream, destination } from 'pino';

/** Kept while they cannot be written, to be written once there is space again; what is beyond is lost. */
const MAX_WAITING_BYTES = 1 << 20;

/**
 * Log lines to stdout. A disk that is full costs lines and nothing else: pino's own stream would throw at whoever logs, and
 * tries to write a last line for ever, deaf to signals.
 */
export function stdoutLines(): DestinationStream {
  const stdout = destination({ fd: 1, sync: true, maxLength: MAX_WAITING_BYTES });
  stdout.on('error', () => {});
  return { write: (line) => void stdout.write(line) };
}
