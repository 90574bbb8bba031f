import { schnorr } from '@noble/curves/secp256k1.js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { buildEvidence, encodeEvidence } from '../evidence/evidence.ts';
import { verifyEvidence } from '../evidence/verifyEvidence.ts';
import { frostSign } from '../frost/frostSign.ts';
import { signingGroup } from '../frost/signingGroup.ts';
import { ciphersuite } from '../groups/index.ts';
import type { KeygenResult } from '../keygen/keygen.ts';
import { publicKeyPackage } from '../keys/publicKeyPackage.ts';
import { type PartyIndex, partyIndex, type SchemeId } from '../keys/structure.ts';
import { signingSessionId } from '../session/descriptor.ts';
import { additiveShare } from '../sharing/additiveShares.ts';
import {
  type Cheat,
  changingBroadcast,
  cheating,
  honestNetwork,
  identitySecretOf,
  keygenResults,
  seededRandom,
  signingDescriptorOf,
  simulate,
  simulateKeygen,
  structureOf,
  TEST_TRUST,
} from '../testing/index.ts';
import { derivePath } from './derivePath.ts';
import { keyAt, publicKeyAt } from './keyAt.ts';
import { HARDENED } from './path.ts';

const p = partyIndex;
const ASSIGNMENT = [[p(1), p(3)], [p(4)]];
const MESSAGES = [Uint8Array.of(1, 2), Uint8Array.of(3)];
const path = fc.array(fc.integer({ min: 0, max: HARDENED - 1 }), { maxLength: 4 });

function keyOf(scheme: SchemeId) {
  const run = keygenResults(simulateKeygen(structureOf(scheme, [2, [1, 2, 3]], [1, [4, 5]]), 'derivation'));
  const [result] = run.values();
  if (!result) throw new Error('no key');
  return { run, certificate: result.certificate, statement: result.certificate.statement };
}

/** One session for the child at `levels`, all parties in one thread. */
function signAt(run: ReadonlyMap<PartyIndex, KeygenResult>, levels: readonly number[], cheat?: Cheat) {
  const random = seededRandom(`sign ${levels}`);
  const [result] = run.values();
  if (!result) throw new Error('no key');
  const { certificate } = result;
  const descriptor = { ...signingDescriptorOf(run, ASSIGNMENT, MESSAGES, random), path: levels };
  const group = signingGroup(certificate.statement, descriptor.assignment, descriptor.path);
  const { cluster, key, epoch } = descriptor;
  const parties = ASSIGNMENT.flat().map((index) => {
    const share = run.get(index)?.share;
    if (!share) throw new Error(`party ${index} holds no share`);
    const honest = frostSign({ group, share }, MESSAGES, seededRandom(`nonces ${index}`));
    const protocol = cheat?.party === index ? cheating(honest, cheat) : honest;
    return { index, identitySecret: identitySecretOf(index), protocol };
  });
  const header = { cluster, key, epoch, session: signingSessionId(descriptor) };
  const adversary = cheat ? { adversary: honestNetwork(cheat.party) } : {};
  return { descriptor, certificate, outcomes: simulate(parties, { header, ...adversary }) };
}

describe.each(['frost-secp256k1-tr', 'frost-secp256k1', 'frost-p256'] as const)('children of a %s key', (scheme) => {
  const { group, verify, signingKey } = ciphersuite(scheme);
  const { run, statement } = keyOf(scheme);
  const x = ASSIGNMENT.flat().reduce((sum, index) => {
    const share = run.get(index)?.share;
    return sum + additiveShare(group, ASSIGNMENT, index, group.decodeScalar(share?.secret ?? Uint8Array.of()));
  }, 0n);

  test('sign·x + tweak is the secret of the output key, whatever the parities', () => {
    const signs = new Set<bigint>();
    fc.assert(
      fc.property(path, (levels) => {
        const { signingKey: key, groupKey } = keyAt(statement, levels);
        signs.add(key.sign);
        expect(group.generator.multiply(group.reduce(key.sign * x + key.tweak)).equals(key.outputKey)).toBe(true);
        // It is the key that a wallet finds which knows the internal child alone.
        expect(key.publicKey).toEqual(signingKey(groupKey).publicKey);
        expect(publicKeyAt(statement, levels)).toEqual(key.publicKey);
      }),
      { numRuns: 40 },
    );
    expect(signs.size).toBe(scheme === 'frost-secp256k1-tr' ? 2 : 1);
  });

  test('the empty path is the key itself', () => {
    expect(keyAt(statement, [])).toBe(publicKeyPackage(statement));
  });

  test('deriving step by step is deriving at once', () => {
    const suite = ciphersuite(scheme);
    const X = publicKeyPackage(statement).groupKey;
    fc.assert(
      fc.property(path, path, (above, below) => {
        const child = derivePath(suite, X, statement.chainCode, above);
        const steps = derivePath(suite, child.point, child.chainCode, below);
        const whole = derivePath(suite, X, statement.chainCode, [...above, ...below]);
        expect(whole.point.equals(steps.point)).toBe(true);
        expect(whole.chainCode).toEqual(steps.chainCode);
        expect(whole.tweak).toBe(group.reduce(child.tweak + steps.tweak));
        expect(X.add(group.generator.multiplyUnsafe(whole.tweak)).equals(whole.point)).toBe(true);
      }),
      { numRuns: 10 },
    );
  });

  test('different paths have different keys', () => {
    const paths = [[], [0], [1], [0, 0], [0, 1], [1, 0], [0, 0, 0], [HARDENED - 1]];
    const keys = paths.map((levels) => Buffer.from(publicKeyAt(statement, levels)).toString('hex'));
    expect(new Set(keys).size).toBe(paths.length);
  });

  test.each([[[0]], [[0, 7]], [[1, 2147483647, 3]]])(
    'a quorum signs for the child at %j, and for it alone',
    (levels) => {
      const { outcomes } = signAt(run, levels);
      for (const outcome of outcomes.values()) {
        if (outcome.kind !== 'done') throw new Error(`a signer ended ${outcome.kind}`);
        for (const [m, message] of MESSAGES.entries()) {
          const signature = outcome.result[m] ?? Uint8Array.of();
          expect(verify(signature, message, publicKeyAt(statement, levels))).toBe(true);
          expect(verify(signature, message, publicKeyAt(statement, []))).toBe(false);
          if (scheme === 'frost-secp256k1-tr') {
            expect(schnorr.verify(signature, message, publicKeyAt(statement, levels))).toBe(true);
          }
        }
      }
    },
  );

  test('attack 21: a false share for a child convicts its sender offline, under that path alone', () => {
    const cheat = changingBroadcast(p(3), 2, (body) => body.with(8, (body[8] ?? 0) ^ 1));
    const { outcomes, descriptor, certificate } = signAt(run, [0, 7], cheat);
    const outcome = outcomes.get(p(1));
    if (outcome?.kind !== 'fault') throw new Error(`party 1 ended ${outcome?.kind}`);
    expect(outcome.fault).toMatchObject({ code: 'invalid-share', culprits: [3] });
    const judged = (changed: readonly number[]) => {
      const subject = {
        kind: 'signing',
        value: { descriptor: { ...descriptor, path: changed }, certificate },
      } as const;
      return verifyEvidence(encodeEvidence(buildEvidence(outcome.fault, outcome.evidence, subject)), TEST_TRUST);
    };
    expect(judged([0, 7])).toMatchObject({ code: 'invalid-share', culprits: [{ party: 3 }] });
    for (const other of [[], [0], [0, 8], [HARDENED]]) expect(() => judged(other)).toThrow('proves nothing');
  });
});

test('an Ed25519 key refuses a path before anything is signed', () => {
  const { statement } = keyOf('frost-ed25519');
  expect(() => signingGroup(statement, ASSIGNMENT, [0])).toThrow('A frost-ed25519 key has one address');
  expect(() => signingGroup(statement, ASSIGNMENT, [])).not.toThrow();
  expect(() => publicKeyAt(statement, [0])).toThrow('A frost-ed25519 key has one address');
});
