import { type FileHandle, open } from 'node:fs/promises';
import { errorCode } from '../output/errorCode.ts';
import { EXIT } from '../output/exitCode.ts';
import { Failure } from '../output/failure.ts';

function unreadable(path: string, problem: string): Failure {
  return new Failure(EXIT.failed, 'unreadable-file', `${path}: ${problem}`);
}

const PROBLEMS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EACCES: 'you may not read this file',
  EISDIR: 'this is a directory, not a file',
  ENOTDIR: 'part of this path is not a directory',
};

/** The bytes of a file, never more than `maxBytes` in memory. Throws Failure with a sentence naming the file. */
export async function readInput(path: string, maxBytes: number): Promise<Uint8Array> {
  try {
    await using file = await open(path, 'r');
    if ((await file.stat()).isDirectory()) throw unreadable(path, 'this is a directory, not a file');
    return await readBounded(path, file, maxBytes);
  } catch (error) {
    if (error instanceof Failure) throw error;
    throw unreadable(path, PROBLEMS[errorCode(error)] ?? `it cannot be read (${errorCode(error)})`);
  }
}

async function readBounded(path: string, file: FileHandle, maxBytes: number): Promise<Uint8Array> {
  const buffer = Buffer.alloc(maxBytes + 1);
  let length = 0;
  while (length <= maxBytes) {
    const { bytesRead } = await file.read(buffer, length, buffer.length - length, null);
    if (bytesRead === 0) break;
    length += bytesRead;
  }
  if (length > maxBytes) throw unreadable(path, `larger than the ${maxBytes} bytes that are accepted`);
  if (length === 0) throw unreadable(path, 'the file is empty');
  return Uint8Array.from(buffer.subarray(0, length));
}
