import type { HsmCheck } from '@quorate/requests';
import { CKM } from '../keystore/pkcs11/cryptoki/constants.ts';
import type { NativeModule } from '../keystore/pkcs11/cryptoki/nativeModule.ts';
import { destroyObject, generateAesKey, generateEcKeyPair } from '../keystore/pkcs11/cryptoki/objects.ts';
import { mechanisms, NEEDED_MECHANISMS, type TokenInfo } from '../keystore/pkcs11/cryptoki/tokens.ts';
import {
  ATTESTATION_REQUIREMENTS,
  attestationTemplates,
  type Requirement,
  SEALING_REQUIREMENTS,
  sealingTemplate,
  unmetRequirements,
} from '../keystore/pkcs11/moduleKeys.ts';
import { Findings, Unfit } from './findings.ts';
import { probeAttestation } from './probeAttestation.ts';
import { probeSealing } from './probeSealing.ts';

const LABEL = 'quorate-probe';
const ID = new Uint8Array(16).fill(0x50);

/** What the token says it can do; needs no PIN. */
export async function probeMechanisms(module: NativeModule, token: TokenInfo): Promise<readonly HsmCheck[]> {
  const listed = await mechanisms(module, token.slot);
  return NEEDED_MECHANISMS.map((name) => {
    const ok = listed.has(CKM[name]);
    return { name: `mechanism CKM_${name}`, ok, needed: true, detail: ok ? 'listed' : 'not listed' };
  });
}

/**
 * Tries everything out with keys that exist only in this session: nothing stays on the token.
 * @param session logged in
 */
export async function probeOperations(
  module: NativeModule,
  token: TokenInfo,
  session: number,
): Promise<readonly HsmCheck[]> {
  const findings = new Findings();
  const key = await findings.look('an AES-256 key that cannot leave', async () => {
    const result = await generateAesKey(module, session, sessionOnly(sealingTemplate(LABEL, ID)));
    return { detail: await attributes(module, session, result, SEALING_REQUIREMENTS), result };
  });
  if (key !== undefined) {
    await probeSealing(findings, module, { token, session, key });
    await destroyObject(module, session, key);
  }
  const pair = await findings.look('a P-256 key that cannot leave', async () => {
    const { open, secret } = attestationTemplates(LABEL, ID);
    const result = await generateEcKeyPair(module, session, sessionOnly(open), sessionOnly(secret));
    return { detail: await attributes(module, session, result.privateKey, ATTESTATION_REQUIREMENTS), result };
  });
  if (pair) {
    await probeAttestation(findings, module, session, pair);
    for (const object of [pair.publicKey, pair.privateKey]) await destroyObject(module, session, object);
  }
  return findings.checks;
}

function sessionOnly<T extends readonly [string, unknown]>(template: readonly T[]): readonly T[] {
  return template.filter(([name]) => name !== 'TOKEN');
}

/** Whether a module keeps its word about them is more than it can be asked: what it says is what is checked. */
async function attributes(
  module: NativeModule,
  session: number,
  object: number,
  requirements: readonly Requirement[],
): Promise<string> {
  const wanted = requirements.filter(({ attribute }) => attribute !== 'TOKEN');
  const unmet = await unmetRequirements(module, session, object, wanted, 'it');
  if (unmet.length > 0) throw new Unfit(unmet.join('; '));
  return wanted.map(({ attribute, value }) => `${attribute} ${value}`).join(', ');
}
