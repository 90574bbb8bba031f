import { RequestRejected } from '@quorate/tss-core';
import { DecodeError } from '@quorate/tss-core/wire';

/** Bytes of a caller that do not decode are the caller's fault, not a bug of the vault. */
export async function decodable<T>(run: () => T | Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (problem) {
    if (problem instanceof DecodeError) throw new RequestRejected('undecodable', problem.message);
    throw problem;
  }
}
