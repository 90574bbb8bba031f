import type { Stream } from '@libp2p/interface';
import { decode } from 'it-length-prefixed';
import { pipe } from 'it-pipe';
import type { MemberId, StreamProtocol } from '../host.ts';
import { closeStream } from './closeStream.ts';
import { pacedSource } from './pacedSource.ts';
import type { TokenBucket } from './tokenBucket.ts';

/** The member sends more frames than its protocol allows. */
export class RateExceeded extends Error {
  constructor(framesPerSecond: number) {
    super(`more than ${framesPerSecond} frames per second`);
    this.name = 'RateExceeded';
  }
}

export interface Reception {
  readonly from: MemberId;
  readonly protocol: StreamProtocol;
  /** The member's, whatever the number of its streams and connections. */
  readonly bucket: TokenBucket;
  handlerFailed(problem: unknown): void;
}

/**
 * Hands one inbound stream's frames to the protocol's handler, one after the other, until the stream ends. Rejects with
 * RateExceeded, or with what `it-length-prefixed` says about an oversized or malformed frame; the stream is then reset.
 */
export async function receive(stream: Stream, reception: Reception): Promise<void> {
  const maxDataLength = reception.protocol.maxFrameBytes;
  try {
    await pipe(
      pacedSource(stream),
      (chunks) => decode(chunks, { maxDataLength }),
      async (frames) => {
        // A copy: the chunk is a view of the socket's buffer, which the handler should not keep alive.
        for await (const frame of frames) await handle(new Uint8Array(frame.subarray()), reception);
      },
    );
    await closeStream(stream);
  } catch (problem) {
    stream.abort(problem instanceof Error ? problem : new Error('not readable'));
    throw problem;
  }
}

async function handle(frame: Uint8Array, { from, protocol, bucket, handlerFailed }: Reception): Promise<void> {
  if (!bucket.take()) throw new RateExceeded(protocol.framesPerSecond);
  try {
    await protocol.onFrame(from, frame);
  } catch (problem) {
    handlerFailed(problem);
  }
}
