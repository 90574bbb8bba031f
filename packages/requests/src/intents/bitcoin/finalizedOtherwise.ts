import { RequestRejected } from '@quorate/tss-core';

/** @param expected how it would be finalized with a signature of ours */
export function finalizedOtherwise(index: number, expected: string): RequestRejected {
  return new RequestRejected('unsupported-input', `Input ${index} is finalized in another way than ${expected}.`);
}
