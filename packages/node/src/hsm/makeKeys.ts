import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { NativeModule } from '../keystore/pkcs11/cryptoki/nativeModule.ts';
import { signEcdsa } from '../keystore/pkcs11/cryptoki/operations.ts';
import type { ModuleInfo, TokenInfo } from '../keystore/pkcs11/cryptoki/tokens.ts';
import { makeModuleKeys } from '../keystore/pkcs11/makeModuleKeys.ts';
import { keyLabels } from '../keystore/pkcs11/moduleKeys.ts';
import { acceptedSignature, digestOf } from '../keystore/pkcs11/p256.ts';
import { VERSION } from '../version.ts';

export interface MadeKeys {
  readonly sealingKeyId: string;
  readonly attestationKey: string;
  readonly record: string;
  /** By the attestation key over the characters of the record, r ‖ s, hex. */
  readonly signature: string;
}

/** Makes the keys of a node, and a record of it that the new attestation key signs. */
export async function makeKeys(
  module: NativeModule,
  {
    session,
    library,
    token,
    prefix,
  }: {
    readonly session: number;
    readonly library: ModuleInfo;
    readonly token: TokenInfo;
    readonly prefix: string;
  },
  at: Date,
): Promise<MadeKeys> {
  const { sealing, attestation } = await makeModuleKeys(module, session, prefix);
  const labels = keyLabels(prefix);
  const { label, serial, manufacturer, model, firmware } = token;
  const sealingKeyId = bytesToHex(sealing.id);
  const attestationKey = bytesToHex(attestation.publicKey);
  const record = JSON.stringify({
    made: at.toISOString(),
    by: `quorate ${VERSION}`,
    library,
    token: { label, serial, manufacturer, model, firmware },
    sealing: { label: labels.sealing, id: sealingKeyId, type: 'AES-256' },
    attestation: { label: labels.attestation, publicKey: attestationKey, type: 'P-256' },
    // As the module said when it was asked after they were made; it would not have been accepted otherwise.
    told: 'both keys: made inside, sensitive, never extractable; the sealing key can neither wrap nor unwrap',
  });
  const message = utf8ToBytes(record);
  const raw = await signEcdsa(module, session, attestation.handle, digestOf(message));
  const signature = bytesToHex(acceptedSignature(raw, message, attestation.publicKey));
  return { sealingKeyId, attestationKey, record, signature };
}
