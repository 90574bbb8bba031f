import type { Connection, Libp2p } from '@libp2p/interface';
import { closeStream } from '../streams/closeStream.ts';

const HELLO_PROTOCOL = '/quorate/hello/1.0.0';

/**
 * Tells a dialler that it was accepted. A resolved dial does not: the other side's gate may still be about to abort it.
 * The protocol has no content; that it could be negotiated is the message. Both sides count the link as up from here.
 * Closes the connection if it was not accepted, so that the next dial makes a new one.
 */
export async function sayHello(connection: Connection, signal: AbortSignal): Promise<void> {
  try {
    await closeStream(await connection.newStream(HELLO_PROTOCOL, { signal }));
  } catch (problem) {
    connection.abort(new Error('not accepted'));
    throw problem;
  }
}

export async function answerHello(libp2p: Libp2p, accepted: (connection: Connection) => void): Promise<void> {
  await libp2p.handle(HELLO_PROTOCOL, async (stream, connection) => {
    accepted(connection);
    await closeStream(stream);
  });
}
