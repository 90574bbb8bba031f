import { equalBytes } from '@quorate/tss-core';

/** A function of a contract. The library decodes results, not arguments: the ABIs here give each as its own result. */
export interface Method<T> {
  encodeInput(args: T): Uint8Array;
  decodeOutput(bytes: Uint8Array): T;
}

/** One item of an ABI, see `Method`. */
export function method<const Name extends string, const Inputs>(name: Name, inputs: Inputs) {
  return { type: 'function', name, inputs, outputs: inputs } as const;
}

/** The arguments of a call, if they are in their one canonical encoding. */
export function argumentsOf<T>({ encodeInput, decodeOutput }: Method<T>, data: Uint8Array): T | undefined {
  try {
    const args = decodeOutput(data.subarray(4));
    return equalBytes(encodeInput(args), data) ? args : undefined;
  } catch {
    return undefined;
  }
}
