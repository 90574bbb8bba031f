import { RequestRejected } from '@quorate/tss-core';
import { CKR } from './cryptoki/constants.ts';
import type { ModuleFault } from './cryptoki/moduleFault.ts';

/** What is said of a module that would not do what nothing is known to be wrong with. */
export function moduleRefused(fault: ModuleFault): RequestRejected {
  if (fault.is(CKR.DEVICE_MEMORY)) {
    return new RequestRejected(
      'token-full',
      `the token has no room left: ${fault.message}`,
      'make room with the tool of its vendor; nothing of Quorate was changed',
    );
  }
  return new RequestRejected(
    'module-refused',
    `the PKCS#11 library refused: ${fault.message}`,
    'check its configuration (keystore.env) and that the device is connected; see: quorate hsm probe',
  );
}
