import type { Stream, StreamCloseEvent } from '@libp2p/interface';

/**
 * Resolves when everything sent was handed to the socket and the stream takes more; rejects if it closes before.
 * `stream.onDrain()` is not enough: it resolves at once from its second use on, and at a drain the stream's own buffer
 * may still hold the rest of a large frame.
 */
export async function drained(stream: Stream): Promise<void> {
  while (stream.writableNeedsDrain || stream.writeBufferLength > 0) await progress(stream);
  if (stream.status !== 'open') throw new Error('the stream closed');
}

function progress(stream: Stream): Promise<void> {
  return new Promise((resolve, reject) => {
    const done = (settle: () => void): void => {
      stream.removeEventListener('drain', onDrain);
      stream.removeEventListener('idle', onDrain);
      stream.removeEventListener('close', onClose);
      settle();
    };
    const onDrain = (): void => done(resolve);
    const onClose = (event: StreamCloseEvent): void =>
      done(() => reject(event.error ?? new Error('the stream closed')));
    stream.addEventListener('drain', onDrain);
    stream.addEventListener('idle', onDrain);
    stream.addEventListener('close', onClose);
  });
}
