import { CKF, CKF_RW_SESSION, CKF_SERIAL_SESSION, type CKM, CKU } from './constants.ts';
import { numberAt, words } from './memory.ts';
import type { NativeModule } from './nativeModule.ts';

const MAX_SLOTS = 256;
const MAX_MECHANISMS = 1024;
const WITH_TOKEN = 1;
const ABSENT = 0;

/** The library itself, from CK_INFO. */
export interface ModuleInfo {
  /** `2.40` */
  readonly cryptokiVersion: string;
  readonly manufacturer: string;
  readonly description: string;
  readonly libraryVersion: string;
}

/** A token in a slot, from CK_TOKEN_INFO. */
export interface TokenInfo {
  readonly slot: number;
  readonly label: string;
  readonly manufacturer: string;
  readonly model: string;
  readonly serial: string;
  readonly firmware: string;
  readonly flags: number;
}

export function hasFlag({ flags }: TokenInfo, flag: keyof typeof CKF): boolean {
  return (flags & CKF[flag]) !== 0;
}

export async function moduleInfo(module: NativeModule): Promise<ModuleInfo> {
  const info = new Uint8Array(88);
  await module.call('C_GetInfo', info);
  return {
    cryptokiVersion: version(info, 0),
    manufacturer: padded(info, 2, 32),
    description: padded(info, 48, 32),
    libraryVersion: version(info, 80),
  };
}

/** Every token that is present, initialised or not. */
export async function listTokens(module: NativeModule): Promise<readonly TokenInfo[]> {
  const slots = new Uint8Array(8 * MAX_SLOTS);
  const count = words(MAX_SLOTS);
  await module.call('C_GetSlotList', WITH_TOKEN, slots, count);
  const tokens: TokenInfo[] = [];
  for (let i = 0; i < numberAt(count, 0); i++) tokens.push(await tokenInfo(module, numberAt(slots, i)));
  return tokens;
}

export async function tokenInfo(module: NativeModule, slot: number): Promise<TokenInfo> {
  const info = new Uint8Array(208);
  await module.call('C_GetTokenInfo', slot, info);
  return {
    slot,
    label: padded(info, 0, 32),
    manufacturer: padded(info, 32, 32),
    model: padded(info, 64, 16),
    serial: padded(info, 80, 16),
    flags: numberAt(info, 12) & 0x7fff_ffff,
    firmware: version(info, 186),
  };
}

/** Types (CKM_*) of the mechanisms that a token says it has. */
export async function mechanisms(module: NativeModule, slot: number): Promise<ReadonlySet<number>> {
  const types = new Uint8Array(8 * MAX_MECHANISMS);
  const count = words(MAX_MECHANISMS);
  await module.call('C_GetMechanismList', slot, types, count);
  return new Set(Array.from({ length: numberAt(count, 0) }, (_, i) => numberAt(types, i)));
}

/** What Quorate asks of a module, and nothing besides: an approved mode need not be left. */
export const NEEDED_MECHANISMS = [
  'AES_KEY_GEN',
  'AES_GCM',
  'EC_KEY_PAIR_GEN',
  'ECDSA',
] as const satisfies readonly (keyof typeof CKM)[];

/** Always a writable one: CloudHSM knows no others. @returns a session handle */
export async function openSession(module: NativeModule, slot: number): Promise<number> {
  const handle = words(0);
  await module.call('C_OpenSession', slot, CKF_SERIAL_SESSION | CKF_RW_SESSION, null, null, handle);
  return numberAt(handle, 0);
}

export async function closeSession(module: NativeModule, session: number): Promise<void> {
  await module.call('C_CloseSession', session);
}

/** Logs the whole process in to the token of the session. The caller owns the PIN. */
export async function login(module: NativeModule, session: number, pin: Uint8Array): Promise<void> {
  await module.call('C_Login', session, CKU.USER, pin, pin.length);
}

/** Text in a field of fixed size: padded with blanks, though some modules end it with zero bytes. */
function padded(memory: Uint8Array, start: number, length: number): string {
  const field = memory.subarray(start, start + length);
  const end = field.indexOf(ABSENT);
  return new TextDecoder()
    .decode(end < 0 ? field : field.subarray(0, end))
    .replace(/[^\x20-\x7e]/g, '?')
    .trim();
}

function version(memory: Uint8Array, at: number): string {
  return `${memory[at]}.${memory[at + 1]}`;
}
