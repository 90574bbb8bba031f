import type { Socket } from 'node:net';
import { MAX_MESSAGE_BYTES } from './messages.ts';

const LENGTH_BYTES = 4;

/** Messages with their length before them. Destroys the socket when one is too long. */
export function readFrames(socket: Socket, onFrame: (frame: Uint8Array) => void): void {
  let buffered = Buffer.alloc(0);
  socket.on('data', (chunk: Buffer) => {
    buffered = Buffer.concat([buffered, chunk]);
    chunk.fill(0);
    while (buffered.length >= LENGTH_BYTES) {
      const length = buffered.readUInt32BE(0);
      if (length > MAX_MESSAGE_BYTES) return void socket.destroy(new Error('a message is too long'));
      if (buffered.length < LENGTH_BYTES + length) return;
      const frame = Uint8Array.from(buffered.subarray(LENGTH_BYTES, LENGTH_BYTES + length));
      const rest = Buffer.from(buffered.subarray(LENGTH_BYTES + length));
      buffered.fill(0);
      buffered = rest;
      onFrame(frame);
    }
  });
}

export function writeFrame(socket: Socket, frame: Uint8Array): void {
  const length = Buffer.alloc(LENGTH_BYTES);
  length.writeUInt32BE(frame.length);
  socket.write(Buffer.concat([length, frame]));
}
