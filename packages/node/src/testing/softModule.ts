import { CKR } from '../keystore/pkcs11/cryptoki/constants.ts';
import { ModuleFault } from '../keystore/pkcs11/cryptoki/moduleFault.ts';
import type { CryptokiFunction, NativeArgument, NativeModule } from '../keystore/pkcs11/cryptoki/nativeModule.ts';
import { type SoftToken, softLibrary } from './softHsm.ts';

/** Comes between us and the module: may answer in its place, or change what it answered. */
export type Intruder = (
  name: CryptokiFunction,
  args: readonly NativeArgument[],
  real: () => Promise<void>,
) => Promise<void>;

export interface SoftModule extends NativeModule {
  intruder: Intruder | undefined;
  /** The memory that a pointer in a structure of ours leads to. */
  memoryAt(address: bigint): Uint8Array;
  /** How often a function was called. */
  count(name: CryptokiFunction): number;
}

/** SoftHSM2 in this process, with a place for an intruder. The library reads its environment when it is loaded. */
export async function loadSoftModule(token: SoftToken): Promise<SoftModule> {
  const real = await softLibrary(token.env);
  const counts = new Map<CryptokiFunction, number>();
  const memory = new Map<bigint, Uint8Array>();
  const module: SoftModule = {
    ...real,
    address(bytes) {
      const at = real.address(bytes);
      memory.set(at, bytes);
      return at;
    },
    memoryAt: (address) => memory.get(address) ?? new Uint8Array(),
    intruder: undefined,
    count: (name) => counts.get(name) ?? 0,
    call(name, ...args) {
      counts.set(name, (counts.get(name) ?? 0) + 1);
      const run = () => real.call(name, ...args);
      return module.intruder ? module.intruder(name, args, run) : run();
    },
  };
  return module;
}

/** An intruder that answers the functions with an error. */
export function failing(error: keyof typeof CKR, ...names: readonly CryptokiFunction[]): Intruder {
  return async (name, _args, real) => {
    if (names.includes(name)) throw new ModuleFault(name, CKR[error]);
    await real();
  };
}
