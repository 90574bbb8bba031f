import { RequestRejected } from '@quorate/tss-core';
import type { ModuleFault } from './cryptoki/moduleFault.ts';

/** What is said of a module that would not do what nothing is known to be wrong with. */
export function moduleRefused(fault: ModuleFault): RequestRejected {
  return new RequestRejected(
    'module-refused',
    `the PKCS#11 library refused: ${fault.message}`,
    'check its configuration (keystore.env) and that the device is connected; see: quorate hsm probe',
  );
}
