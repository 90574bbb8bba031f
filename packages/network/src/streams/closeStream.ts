import type { Stream } from '@libp2p/interface';

const CLOSE_TIMEOUT_MS = 500;

/** Closes gracefully if that works soon, else resets: a stream that stays open counts against the peer's limit. */
export async function closeStream(stream: Stream): Promise<void> {
  try {
    await stream.close({ signal: AbortSignal.timeout(CLOSE_TIMEOUT_MS) });
  } catch (problem) {
    stream.abort(problem instanceof Error ? problem : new Error('not closed in time'));
  }
}
