import { RequestRejected } from '@quorate/tss-core';
import { readAttributes } from '../keystore/pkcs11/cryptoki/attributes.ts';
import type { NativeModule } from '../keystore/pkcs11/cryptoki/nativeModule.ts';
import { signEcdsa } from '../keystore/pkcs11/cryptoki/operations.ts';
import { acceptedSignature, compressedPoint, digestOf } from '../keystore/pkcs11/p256.ts';
import { fastest } from './fastest.ts';
import { type Findings, Unfit } from './findings.ts';

const MESSAGE = new TextEncoder().encode('quorate hsm probe');

/** ECDSA on P-256 as approvals are signed with it. */
export async function probeAttestation(
  findings: Findings,
  module: NativeModule,
  session: number,
  pair: { readonly publicKey: number; readonly privateKey: number },
): Promise<void> {
  const sign = () => signEcdsa(module, session, pair.privateKey, digestOf(MESSAGE));
  const publicKey = await findings.look('its public key can be read', async () => {
    const { EC_POINT } = await readAttributes(module, session, pair.publicKey, ['EC_POINT']);
    const result = EC_POINT && compressedPoint(EC_POINT);
    if (!result) throw new Unfit('CKA_EC_POINT is no point of P-256');
    return { detail: 'a point of P-256', result };
  });
  if (!publicKey) return;
  await findings.see('signatures verify in software', async () => {
    try {
      acceptedSignature(await sign(), MESSAGE, publicKey);
      return 'brought to the lower half of s where needed';
    } catch (problem) {
      if (problem instanceof RequestRejected) throw new Unfit(problem.message);
      throw problem;
    }
  });
  await findings.see('time to sign an approval', () => fastest(sign), false);
}
