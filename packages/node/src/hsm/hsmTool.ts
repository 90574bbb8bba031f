import { bytesToHex } from '@noble/hashes/utils.js';
import { type HsmAnswer, type HsmQuestion, hsmQuestionSchema } from '@quorate/requests';
import { RequestRejected, wipe } from '@quorate/tss-core';
import { readSecret } from '../config/index.ts';
import { endAtOnce } from '../endAtOnce.ts';
import { initToken } from '../keystore/pkcs11/cryptoki/initToken.ts';
import { ModuleFault } from '../keystore/pkcs11/cryptoki/moduleFault.ts';
import { loadNativeModule, type NativeModule } from '../keystore/pkcs11/cryptoki/nativeModule.ts';
import { hasFlag, listTokens, moduleInfo, type TokenInfo } from '../keystore/pkcs11/cryptoki/tokens.ts';
import { findToken } from '../keystore/pkcs11/findToken.ts';
import { findModuleKeys } from '../keystore/pkcs11/moduleKeys.ts';
import { moduleRefused } from '../keystore/pkcs11/moduleRefused.ts';
import { makeKeys } from './makeKeys.ts';
import { openLoggedIn } from './openLoggedIn.ts';
import { probeMechanisms, probeOperations } from './probe.ts';

/**
 * The program behind `quorate hsm`: one question and one answer over the channel to whoever started it. What the library
 * breaks, breaks here.
 */

async function answer(question: HsmQuestion): Promise<HsmAnswer> {
  const module = await loadNativeModule(question.module);
  switch (question.kind) {
    case 'probe':
      return probe(module, question);
    case 'init':
      return init(module, question);
    case 'status':
      return status(module, question);
    case 'token':
      return token(module, question);
  }
}

type Asked<K extends HsmQuestion['kind']> = Extract<HsmQuestion, { kind: K }>;

async function probe(module: NativeModule, { token: label, pin }: Asked<'probe'>): Promise<HsmAnswer> {
  const library = await moduleInfo(module);
  const tokens = (await listTokens(module)).filter((each) => hasFlag(each, 'TOKEN_INITIALIZED'));
  const about = { kind: 'probed' as const, library, tokens: tokens.map(tokenView) };
  if (label === undefined) return { ...about, checks: [] };
  const chosen = await findToken(module, label);
  const listed = await probeMechanisms(module, chosen);
  if (pin === undefined) return { ...about, checks: [...listed] };
  const session = await openLoggedIn(module, chosen, pin);
  const checks = [...listed, ...(await probeOperations(module, chosen, session))];
  return { ...about, checks, usable: checks.every(({ ok, needed }) => ok || !needed) };
}

async function init(module: NativeModule, { token: label, pin, prefix }: Asked<'init'>): Promise<HsmAnswer> {
  const library = await moduleInfo(module);
  const chosen = await findToken(module, label);
  const session = await openLoggedIn(module, chosen, pin);
  const made = await makeKeys(module, { session, library, token: chosen, prefix }, new Date());
  const { sealingKeyId, attestationKey, record, signature } = made;
  return { kind: 'made', library, token: tokenView(chosen), keys: { sealingKeyId, attestationKey }, record, signature };
}

async function status(module: NativeModule, { token: label, pin, prefix }: Asked<'status'>): Promise<HsmAnswer> {
  const library = await moduleInfo(module);
  const chosen = await findToken(module, label);
  const about = { kind: 'status' as const, library, token: tokenView(chosen), pin: pinState(chosen) };
  if (pin === undefined) return about;
  const session = await openLoggedIn(module, chosen, pin);
  const { sealing, attestation } = await findModuleKeys(module, session, prefix);
  const keys = { sealingKeyId: bytesToHex(sealing.id), attestationKey: bytesToHex(attestation.publicKey) };
  return { ...about, keys };
}

async function token(module: NativeModule, { token: label, soPin, pin }: Asked<'token'>): Promise<HsmAnswer> {
  const pins = { soPin: await readSecret(soPin, 'PIN'), pin: await readSecret(pin, 'PIN') };
  try {
    return { kind: 'token', token: tokenView(await initToken(module, label, pins)) };
  } finally {
    wipe(pins.soPin, pins.pin);
  }
}

function tokenView({ label, manufacturer, model, serial, firmware }: TokenInfo) {
  return { label, manufacturer, model, serial, firmware };
}

function pinState(chosen: TokenInfo): Extract<HsmAnswer, { kind: 'status' }>['pin'] {
  if (!hasFlag(chosen, 'USER_PIN_INITIALIZED')) return 'unset';
  if (hasFlag(chosen, 'USER_PIN_LOCKED')) return 'locked';
  if (hasFlag(chosen, 'USER_PIN_FINAL_TRY')) return 'last-try';
  return hasFlag(chosen, 'USER_PIN_COUNT_LOW') ? 'tried' : 'usable';
}

function refusal(raised: unknown): HsmAnswer {
  const problem = raised instanceof ModuleFault ? moduleRefused(raised) : raised;
  if (!(problem instanceof RequestRejected)) throw problem;
  const { code, message, hint } = problem;
  return { kind: 'refused', code, message, ...(hint === undefined ? {} : { hint }) };
}

process.once('message', (raw: unknown) => {
  void answer(hsmQuestionSchema.parse(raw))
    .catch(refusal)
    .then((told) => process.send?.(told, undefined, undefined, () => process.exit()));
});
process.on('disconnect', endAtOnce);
