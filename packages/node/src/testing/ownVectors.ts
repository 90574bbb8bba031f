import { randomBytes } from 'node:crypto';
import { CKM, CKR } from '../keystore/pkcs11/cryptoki/constants.ts';
import { numberAt, wordAt, words } from '../keystore/pkcs11/cryptoki/memory.ts';
import { ModuleFault } from '../keystore/pkcs11/cryptoki/moduleFault.ts';
import type { Intruder, SoftModule } from './softModule.ts';

/** SoftHSM2 made to behave like modules of hardware that make their own initialisation vectors. */

/** CloudHSM, nShield: whatever zeros it is given are replaced by its own vector. */
export function writesItsVector(module: SoftModule): Intruder {
  return async (name, args, real) => {
    const parameters = name === 'C_EncryptInit' ? gcmParameters(module, args[1]) : undefined;
    if (parameters) module.memoryAt(wordAt(parameters, 0)).set(randomBytes(12));
    await real();
  };
}

/** Luna: takes no vector, and what it made follows the ciphertext. */
export function appendsItsVector(module: SoftModule): Intruder {
  let own = new Uint8Array();
  return async (name, args, real) => {
    const parameters = name === 'C_EncryptInit' ? gcmParameters(module, args[1]) : undefined;
    if (parameters) {
      if (wordAt(parameters, 1) !== 0n) throw new ModuleFault(name, CKR.MECHANISM_PARAM_INVALID);
      own = Uint8Array.from(randomBytes(12));
      parameters.set(words(module.address(own), own.length, own.length * 8));
    }
    await real();
    const [, , , buffer, length] = args;
    if (name !== 'C_Encrypt' || !(buffer instanceof Uint8Array) || !(length instanceof Uint8Array)) return;
    const end = numberAt(length, 0);
    buffer.set(own, end);
    length.set(words(end + own.length));
  };
}

/** CK_GCM_PARAMS of a CK_MECHANISM. */
function gcmParameters(module: SoftModule, mechanism: unknown): Uint8Array | undefined {
  if (!(mechanism instanceof Uint8Array) || numberAt(mechanism, 0) !== CKM.AES_GCM) return undefined;
  return module.memoryAt(wordAt(mechanism, 1));
}
