import { encodeTemplate, type Template } from './attributes.ts';
import { CKM } from './constants.ts';
import { holding, mechanism, numberAt, words } from './memory.ts';
import type { NativeModule } from './nativeModule.ts';

const MAX_FOUND = 16;

/** Handles of the objects that match, at most 16. */
export async function findObjects(
  module: NativeModule,
  session: number,
  template: Template,
): Promise<readonly number[]> {
  const wanted = encodeTemplate(module, template);
  await holding([wanted], () => module.call('C_FindObjectsInit', session, wanted.structs, wanted.count));
  try {
    const handles = new Uint8Array(8 * MAX_FOUND);
    const count = words(0);
    await module.call('C_FindObjects', session, handles, MAX_FOUND, count);
    return Array.from({ length: numberAt(count, 0) }, (_, i) => numberAt(handles, i));
  } finally {
    await module.call('C_FindObjectsFinal', session);
  }
}

/** An AES key made inside the module. @returns its handle */
export async function generateAesKey(module: NativeModule, session: number, template: Template): Promise<number> {
  const { struct } = mechanism(module, CKM.AES_KEY_GEN);
  const wanted = encodeTemplate(module, template);
  const handle = words(0);
  await holding([wanted], () => module.call('C_GenerateKey', session, struct, wanted.structs, wanted.count, handle));
  return numberAt(handle, 0);
}

/** An EC key pair made inside the module. @returns the handles of both keys */
export async function generateEcKeyPair(
  module: NativeModule,
  session: number,
  publicTemplate: Template,
  privateTemplate: Template,
): Promise<{ readonly publicKey: number; readonly privateKey: number }> {
  const { struct } = mechanism(module, CKM.EC_KEY_PAIR_GEN);
  const [open, secret] = [encodeTemplate(module, publicTemplate), encodeTemplate(module, privateTemplate)];
  const [publicKey, privateKey] = [words(0), words(0)];
  await holding([open, secret], () =>
    module.call(
      'C_GenerateKeyPair',
      session,
      struct,
      open.structs,
      open.count,
      secret.structs,
      secret.count,
      publicKey,
      privateKey,
    ),
  );
  return { publicKey: numberAt(publicKey, 0), privateKey: numberAt(privateKey, 0) };
}

export async function destroyObject(module: NativeModule, session: number, object: number): Promise<void> {
  await module.call('C_DestroyObject', session, object);
}
