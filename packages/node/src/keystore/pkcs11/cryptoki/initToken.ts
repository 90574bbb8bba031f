import { utf8ToBytes } from '@noble/hashes/utils.js';
import { RequestRejected } from '@quorate/tss-core';
import { CKU } from './constants.ts';
import type { NativeModule } from './nativeModule.ts';
import { closeSession, hasFlag, listTokens, openSession, type TokenInfo } from './tokens.ts';

const LABEL_BYTES = 32;

/** Initialises a free token, for software tokens: hardware is initialised by its vendor's tool. The caller owns the PINs. */
export async function initToken(
  module: NativeModule,
  label: string,
  { soPin, pin }: { readonly soPin: Uint8Array; readonly pin: Uint8Array },
): Promise<TokenInfo> {
  const free = (await listTokens(module)).find((token) => !hasFlag(token, 'TOKEN_INITIALIZED'));
  if (!free) throw new RequestRejected('no-token', 'the PKCS#11 library has no free token to initialise');
  const padded = new Uint8Array(LABEL_BYTES).fill(' '.charCodeAt(0));
  padded.set(utf8ToBytes(label).subarray(0, LABEL_BYTES));
  await module.call('C_InitToken', free.slot, soPin, soPin.length, padded);
  // The slot may have got another number by that.
  const made = (await listTokens(module)).find((token) => token.label === label);
  if (!made) throw new RequestRejected('no-token', `the token ${label} is not there after it was initialised`);
  const session = await openSession(module, made.slot);
  await module.call('C_Login', session, CKU.SO, soPin, soPin.length);
  await module.call('C_InitPIN', session, pin, pin.length);
  await module.call('C_Logout', session);
  await closeSession(module, session);
  return made;
}
