import { CKM } from './constants.ts';
import { holding, mechanism, output, words } from './memory.ts';
import type { NativeModule } from './nativeModule.ts';

export const GCM_IV_BYTES = 12;
export const GCM_TAG_BYTES = 16;
const P256_SIGNATURE_BYTES = 64;
/** Room for modules that append the initialisation vector they made. */
const SPARE_BYTES = 64;

/**
 * AES-GCM with a key of the module.
 * @param iv is what the module reads, or where it writes its own: look at it afterwards
 * @returns ciphertext and tag, and whatever the module appends
 */
export async function encryptGcm(
  module: NativeModule,
  session: number,
  key: number,
  { iv, aad, plaintext }: { readonly iv: Uint8Array; readonly aad: Uint8Array; readonly plaintext: Uint8Array },
): Promise<Uint8Array> {
  const { struct, holds } = gcmMechanism(module, iv, aad);
  // Some modules fill in their own vector only when they encrypt: the parameters must last for both calls.
  return holding([struct, ...holds], async () => {
    await module.call('C_EncryptInit', session, struct, key);
    return output(
      (buffer, length) => module.call('C_Encrypt', session, plaintext, plaintext.length, buffer, length),
      plaintext.length + GCM_TAG_BYTES + SPARE_BYTES,
    );
  });
}

/** The caller wipes the result. ModuleFault when the tag does not fit. */
export async function decryptGcm(
  module: NativeModule,
  session: number,
  key: number,
  { iv, aad, ciphertext }: { readonly iv: Uint8Array; readonly aad: Uint8Array; readonly ciphertext: Uint8Array },
): Promise<Uint8Array> {
  const { struct, holds } = gcmMechanism(module, iv, aad);
  return holding([struct, ...holds], async () => {
    await module.call('C_DecryptInit', session, struct, key);
    return output(
      (buffer, length) => module.call('C_Decrypt', session, ciphertext, ciphertext.length, buffer, length),
      ciphertext.length + SPARE_BYTES,
    );
  });
}

/** CK_GCM_PARAMS: pIv, ulIvLen, ulIvBits, pAAD, ulAADLen, ulTagBits. */
function gcmMechanism(module: NativeModule, iv: Uint8Array, aad: Uint8Array) {
  const address = (memory: Uint8Array) => (memory.length > 0 ? module.address(memory) : 0);
  const parameters = words(address(iv), iv.length, iv.length * 8, address(aad), aad.length, GCM_TAG_BYTES * 8);
  return mechanism(module, CKM.AES_GCM, parameters, [iv, aad]);
}

/** ECDSA over a digest of 32 bytes. @returns r ‖ s as the module gives it, of either half */
export async function signEcdsa(
  module: NativeModule,
  session: number,
  key: number,
  digest: Uint8Array,
): Promise<Uint8Array> {
  await module.call('C_SignInit', session, mechanism(module, CKM.ECDSA).struct, key);
  return output(
    (buffer, length) => module.call('C_Sign', session, digest, digest.length, buffer, length),
    P256_SIGNATURE_BYTES,
  );
}

export async function moduleRandom(module: NativeModule, session: number, length: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(length);
  await module.call('C_GenerateRandom', session, bytes, length);
  return bytes;
}
