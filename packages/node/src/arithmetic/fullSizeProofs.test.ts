import { PROFILE_3072 } from '@quorate/tss-core/ecdsa';
import {
  proveAffG,
  proveAffGStar,
  proveDec,
  proveElog,
  proveEncElg,
  proveFac,
  proveMod,
  provePrm,
  proveSch,
  verifyAffG,
  verifyAffGStar,
  verifyDec,
  verifyElog,
  verifyEncElg,
  verifyFac,
  verifyMod,
  verifyPrm,
  verifySch,
} from '@quorate/tss-core/ecdsa/proofs';
import {
  affGInstance,
  TEST_CONTEXT as at,
  decInstance,
  elogInstance,
  encElgInstance,
  FULL_SETTING,
  facInstance,
  schInstance,
  seededRandom,
  testParty,
} from '@quorate/tss-core/testing';
import { describe, expect, test } from 'vitest';
import { nativeModExp } from './nativeModExp.ts';

const setting = { ...FULL_SETTING, modExp: nativeModExp() };
/** Full lengths and ranges; of proofs that repeat one step 128 times, eight times it. */
const fewTimes = { ...setting, profile: { ...PROFILE_3072, repetitions: 8 } };
const prover = testParty(setting, 1);
const verifier = testParty(setting, 2);
const random = seededRandom('full size');

describe('at the full size of keys, in OpenSSL', { timeout: 60_000 }, () => {
  test('Πsch and Πelog', () => {
    const sch = schInstance(setting, random);
    expect(verifySch(setting, at, sch.statement, proveSch(setting, at, sch.statement, sch.secret, random))).toBe(true);
    const elog = elogInstance(setting, random);
    const proof = proveElog(setting, at, elog.statement, elog.secret, random);
    expect(verifyElog(setting, at, elog.statement, proof)).toBe(true);
  });

  test('Πenc-elg, by the verifier and by a judge', () => {
    const { statement, secret } = encElgInstance(setting, prover, verifier, random);
    const proof = proveEncElg(setting, at, statement, secret, random);
    const judge = { ...statement, N0: prover.paillier.publicKey };
    for (const view of [judge, { ...judge, pedersen: verifier.pedersen }]) {
      expect(verifyEncElg(setting, at, view, proof)).toBe(true);
    }
  });

  test('Πaff-g, by the verifier and by a judge', () => {
    const { statement, secret } = affGInstance(setting, prover, verifier, random);
    const proof = proveAffG(setting, at, statement, secret, random);
    const judge = { ...statement, N1: prover.paillier.publicKey };
    for (const view of [judge, { ...judge, N0: verifier.paillier, pedersen: verifier.pedersen }]) {
      expect(verifyAffG(setting, at, view, proof)).toBe(true);
    }
  });

  test('Πfac, by the verifier and by a judge', () => {
    const { statement, secret } = facInstance(prover, verifier);
    const proof = proveFac(setting, at, statement, secret, random);
    for (const pedersen of [verifier.pedersen, verifier.pedersen.parameters]) {
      expect(verifyFac(setting, at, { ...statement, pedersen }, proof)).toBe(true);
    }
  });

  test('Πmod, all 129 repetitions', () => {
    const statement = { N: prover.paillier.modulus };
    const proof = proveMod(setting, at, statement, prover.paillier.reveal(), random);
    expect(verifyMod(setting, at, statement, proof)).toBe(true);
  });

  test('Πprm, all 128 repetitions', () => {
    const { pedersen } = prover;
    const proof = provePrm(setting, at, { pedersen }, pedersen.reveal(), random);
    expect(verifyPrm(setting, at, { pedersen: pedersen.parameters }, proof)).toBe(true);
  });

  test('Πaff-g*, by a judge', () => {
    const { statement, secret } = affGInstance(setting, prover, verifier, random);
    const proof = proveAffGStar(fewTimes, at, statement, secret, random);
    const judge = { ...statement, N1: prover.paillier.publicKey };
    expect(verifyAffGStar(fewTimes, at, judge, proof)).toBe(true);
  });

  test('Πdec, by a judge', () => {
    const { statement, secret } = decInstance(setting, prover, random);
    const proof = proveDec(fewTimes, at, statement, secret, random);
    expect(verifyDec(fewTimes, at, { ...statement, N0: prover.paillier.publicKey }, proof)).toBe(true);
  });
});
