import { randomBytes } from 'node:crypto';
import { RequestRejected } from '@quorate/tss-core';
import { CKO } from './cryptoki/constants.ts';
import type { NativeModule } from './cryptoki/nativeModule.ts';
import { destroyObject, findObjects, generateAesKey, generateEcKeyPair } from './cryptoki/objects.ts';
import {
  attestationTemplates,
  findModuleKeys,
  KEY_ID_BYTES,
  keyLabels,
  type ModuleKeys,
  sealingTemplate,
} from './moduleKeys.ts';

/**
 * Makes the two keys of a node inside the module, and reads back that they are what was asked for. Existing ones are never
 * replaced: shares may be sealed by them. RequestRejected `hsm-keys-exist`, `weak-hsm-key`.
 * @param session logged in
 */
export async function makeModuleKeys(module: NativeModule, session: number, prefix: string): Promise<ModuleKeys> {
  const labels = keyLabels(prefix);
  for (const label of Object.values(labels)) await refuseExisting(module, session, label);
  const newId = () => Uint8Array.from(randomBytes(KEY_ID_BYTES));
  const made: number[] = [];
  try {
    made.push(await generateAesKey(module, session, sealingTemplate(labels.sealing, newId())));
    const { open, secret } = attestationTemplates(labels.attestation, newId());
    const { publicKey, privateKey } = await generateEcKeyPair(module, session, open, secret);
    made.push(publicKey, privateKey);
    return await findModuleKeys(module, session, prefix);
  } catch (problem) {
    // Half of a node's keys would be in the way of the next try, and nothing is sealed by them yet.
    for (const object of made) await destroyObject(module, session, object).catch(() => undefined);
    throw problem;
  }
}

async function refuseExisting(module: NativeModule, session: number, label: string): Promise<void> {
  for (const objectClass of [CKO.SECRET_KEY, CKO.PRIVATE_KEY, CKO.PUBLIC_KEY]) {
    const found = await findObjects(module, session, [
      ['CLASS', objectClass],
      ['LABEL', label],
    ]);
    if (found.length === 0) continue;
    throw new RequestRejected(
      'hsm-keys-exist',
      `the token has a key ${label} already; it is left as it is, since shares may be sealed by it`,
      'use it as it is, or make keys of another name with --keys PREFIX',
    );
  }
}
