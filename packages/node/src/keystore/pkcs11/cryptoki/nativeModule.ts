import { Bug, RequestRejected } from '@quorate/tss-core';
import type { LibraryHandle } from 'koffi';
import { CKF_OS_LOCKING_OK, CKR } from './constants.ts';
import { ModuleFault } from './moduleFault.ts';

/** Position in CK_FUNCTION_LIST (pkcs11f.h, v2.40) and arguments: `u` a CK_ULONG, `p` a pointer, `b` a CK_BBOOL. */
const FUNCTIONS = {
  C_Initialize: [0, 'p'],
  C_Finalize: [1, 'p'],
  C_GetInfo: [2, 'p'],
  C_GetSlotList: [4, 'bpp'],
  C_GetTokenInfo: [6, 'up'],
  C_GetMechanismList: [7, 'upp'],
  C_InitToken: [9, 'upup'],
  C_InitPIN: [10, 'upu'],
  C_OpenSession: [12, 'uuppp'],
  C_CloseSession: [13, 'u'],
  C_CloseAllSessions: [14, 'u'],
  C_Login: [18, 'uupu'],
  C_Logout: [19, 'u'],
  C_DestroyObject: [22, 'uu'],
  C_GetAttributeValue: [24, 'uupu'],
  C_FindObjectsInit: [26, 'upu'],
  C_FindObjects: [27, 'upup'],
  C_FindObjectsFinal: [28, 'u'],
  C_EncryptInit: [29, 'upu'],
  C_Encrypt: [30, 'upupp'],
  C_DecryptInit: [33, 'upu'],
  C_Decrypt: [34, 'upupp'],
  C_SignInit: [42, 'upu'],
  C_Sign: [43, 'upupp'],
  C_GenerateKey: [58, 'uppup'],
  C_GenerateKeyPair: [59, 'uppupupp'],
  C_GenerateRandom: [64, 'upu'],
} as const satisfies Readonly<Record<string, readonly [number, string]>>;

export type CryptokiFunction = keyof typeof FUNCTIONS;

const FUNCTION_COUNT = 68;
const POINTER_BYTES = 8;
const NATIVE_TYPES: Readonly<Record<string, string>> = { u: 'ulong', p: 'void *', b: 'uint8_t' };

/** A CK_ULONG, or memory that a pointer leads to; null is NULL_PTR. */
export type NativeArgument = number | Uint8Array | null;

/** A PKCS#11 library in this process: login and initialisation are shared by everything that uses it here. */
export interface NativeModule {
  /** Runs in a thread of its own. Rejects with ModuleFault unless the answer is CKR_OK. */
  call(name: CryptokiFunction, ...args: readonly NativeArgument[]): Promise<void>;
  /** The address of memory, for structures that hold pointers: whoever passes them keeps the memory until the answer. */
  address(memory: Uint8Array): bigint;
  /** Starts the library anew: every session and login of the process is gone. */
  restart(): Promise<void>;
}

type Native = (...args: readonly NativeArgument[]) => Promise<number>;

/**
 * Loads a PKCS#11 library and initialises it. RequestRejected `no-pkcs11` where this installation has no foreign
 * function interface, `bad-module` where the file is no such library.
 */
export async function loadNativeModule(path: string): Promise<NativeModule> {
  const koffi = await importKoffi();
  const library = loadLibrary(koffi, path);
  // Never unloaded: koffi would do that when the collector takes the handle, under functions that are still called.
  loaded.push(library);
  const table = functionTable(koffi, library, path);
  const functions = new Map<string, Native>();
  for (const [name, [position, shape]] of Object.entries(FUNCTIONS)) {
    const type = koffi.proto(
      'ulong',
      [...shape].map((letter) => NATIVE_TYPES[letter] ?? 'void *'),
    );
    const pointer = table.getBigUint64(POINTER_BYTES * (position + 1), true);
    functions.set(name, promised(koffi.decode(pointer, type)));
  }
  const module: NativeModule = {
    async call(name, ...args) {
      const run = functions.get(name);
      if (!run) throw new Bug(`no binding of ${name}`);
      const answer = await run(...args);
      if (answer !== CKR.OK) throw new ModuleFault(name, answer);
    },
    address: (memory) => koffi.address(memory),
    async restart() {
      await module.call('C_Finalize', null).catch(() => undefined); // it may have ended by itself
      await initialize(module);
    },
  };
  await initialize(module);
  return module;
}

type Koffi = typeof import('koffi');

async function importKoffi(): Promise<Koffi> {
  try {
    return await import('koffi');
  } catch {
    throw new RequestRejected(
      'no-pkcs11',
      'PKCS#11 needs the optional package koffi, which is not installed here',
      'run: npx -y pnpm@12.21.0 install; if it stays missing, there is no build of it for this platform',
    );
  }
}

const loaded: LibraryHandle[] = [];

function loadLibrary(koffi: Koffi, path: string): LibraryHandle {
  try {
    return koffi.load(path);
  } catch (problem) {
    throw badModule(path, problem instanceof Error ? problem.message : 'it cannot be loaded');
  }
}

/** CK_FUNCTION_LIST: a version, then one pointer per function. Only C_GetFunctionList must be exported by name. */
function functionTable(koffi: Koffi, library: LibraryHandle, path: string): DataView {
  const pointer = new Uint8Array(POINTER_BYTES);
  const answer = functionListOf(library, path)(pointer);
  const address = new DataView(pointer.buffer).getBigUint64(0, true);
  if (answer !== CKR.OK || address === 0n) {
    throw badModule(path, `C_GetFunctionList answered ${String(answer)}`);
  }
  return new DataView(koffi.view(address, POINTER_BYTES * (FUNCTION_COUNT + 1)));
}

function functionListOf(library: LibraryHandle, path: string): (out: Uint8Array) => unknown {
  try {
    return library.func('C_GetFunctionList', 'ulong', ['void *']);
  } catch (problem) {
    throw badModule(path, problem instanceof Error ? problem.message : 'it has no C_GetFunctionList');
  }
}

function badModule(path: string, reason: string): RequestRejected {
  return new RequestRejected(
    'bad-module',
    `${path} cannot be used as a PKCS#11 library: ${reason}`,
    'give the path of the library that came with the device, for this machine and architecture',
  );
}

/**
 * As a promise. The arguments are kept until the answer, whatever koffi itself keeps of a call in another thread: the
 * module reads and writes that memory.
 * @param native a function of koffi, which has a twin that runs in another thread
 */
function promised(native: { async(...args: readonly unknown[]): unknown }): Native {
  return (...args) => {
    const { promise, resolve, reject } = Promise.withResolvers<number>();
    inUse.add(args);
    native.async(...args, (error: unknown, answer: unknown) => {
      inUse.delete(args);
      if (error) reject(error instanceof Error ? error : new Error(String(error)));
      else resolve(Number(answer));
    });
    return promise;
  };
}

const inUse = new Set<readonly NativeArgument[]>();

/** CK_C_INITIALIZE_ARGS: four callbacks we do not give, flags, one reserved pointer. */
async function initialize(module: NativeModule): Promise<void> {
  const args = new Uint8Array(6 * POINTER_BYTES);
  new DataView(args.buffer).setBigUint64(4 * POINTER_BYTES, BigInt(CKF_OS_LOCKING_OK), true);
  await module.call('C_Initialize', args);
}
