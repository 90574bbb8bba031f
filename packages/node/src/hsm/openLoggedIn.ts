import { RequestRejected, wipe } from '@quorate/tss-core';
import { readSecret, type SecretSource } from '../config/index.ts';
import { isPinRefused } from '../keystore/pkcs11/cryptoki/moduleFault.ts';
import type { NativeModule } from '../keystore/pkcs11/cryptoki/nativeModule.ts';
import { login, openSession, type TokenInfo } from '../keystore/pkcs11/cryptoki/tokens.ts';
import { checkTries } from '../keystore/pkcs11/pinGuard.ts';

/** A session that is logged in. Tries the PIN once. */
export async function openLoggedIn(module: NativeModule, token: TokenInfo, pin: SecretSource): Promise<number> {
  checkTries(token);
  const session = await openSession(module, token.slot);
  const bytes = await readSecret(pin, 'PIN');
  try {
    await login(module, session, bytes);
    return session;
  } catch (problem) {
    if (!isPinRefused(problem)) throw problem;
    throw new RequestRejected(
      'pin-refused',
      `the token ${token.label} refused the PIN (${problem.message})`,
      'it was tried once; tokens lock after a few false ones',
    );
  } finally {
    wipe(bytes);
  }
}
