import { expect, test } from 'vitest';
import { publicKeyAt } from '../../derivation/keyAt.ts';
import { ciphersuite } from '../../groups/index.ts';
import { type Assignment, partyIndex } from '../../keys/structure.ts';
import { onlineRound } from '../sign/ecdsaSign.ts';
import {
  certificateOf,
  ecdsaKey,
  groupOf,
  resultsOf,
  simulateEcdsaSign,
  simulateInteractive,
  simulatePresign,
} from '../testing/simulateEcdsa.ts';
import { tally, tryEveryField } from '../testing/tryEveryField.ts';
import { presignRounds } from './messages.ts';

const p = partyIndex;
const key = ecdsaKey('ecdsa-secp256k1', [[2, [1, 2, 3]]]);
const ASSIGNMENT: Assignment = [[p(1), p(2)]];
const certificate = certificateOf(key.keygen);
const suite = ciphersuite('ecdsa-secp256k1');
const { Commit, ProveRanges, Multiply, ProveProducts, Open, Judge, Conclude } = presignRounds(groupOf(key, ASSIGNMENT));
const PATH = [1, 2];
const MESSAGE = new Uint8Array(32).fill(9);

test('every value of every message of a presigning, changed, convicts its author', () => {
  const endings = tryEveryField({
    run(options) {
      const { descriptor, outcomes } = simulatePresign(key, ASSIGNMENT, 'every field', options);
      return { outcomes, subject: { kind: 'presign', value: { descriptor, certificate, aux: key.aux } } };
    },
    messages: [
      { name: 'commitment', round: 1, to: 'all', codec: Commit.codec },
      { name: 'range proofs', round: 1, to: p(1), codec: ProveRanges.codec },
      { name: 'multiplication', round: 2, to: 'all', codec: Multiply.codec },
      { name: 'product proofs', round: 2, to: p(1), codec: ProveProducts.codec },
      { name: 'opening', round: 3, to: 'all', codec: Open.codec },
      { name: 'verdict', round: 4, to: 'all', codec: Judge.codec },
    ],
    check: () => {
      throw new Error('a lie went through');
    },
  });
  expect(tally(endings)).toEqual({
    'commitment: invalid-proof': 9,
    'commitment: malformed-message': 3,
    'range proofs: invalid-proof': 22,
    'multiplication: invalid-proof': 11,
    'multiplication: malformed-message': 3,
    'product proofs: invalid-proof': 28,
    'opening: invalid-proof': 7,
    'opening: malformed-message': 4,
    // δ and S, whose falsehood shows in the sums alone: blame.test.ts.
    'opening: wrong-verdict': 2,
    'verdict: malformed-message': 1,
    'verdict: wrong-certificate-signature': 1,
  });
});

test('every value of every message of signing, changed, convicts its author', () => {
  const online = tryEveryField({
    run(options) {
      const presignatures = resultsOf(simulatePresign(key, ASSIGNMENT, 'every field').outcomes);
      const presignature = presignatures.get(p(1))?.certificate ?? null;
      const { descriptor, outcomes } = simulateEcdsaSign(key, ASSIGNMENT, presignatures, MESSAGE, 'online', {
        ...options,
        path: PATH,
      });
      const value = { descriptor, certificate, aux: key.aux, presignature };
      return { outcomes, subject: { kind: 'ecdsa-signing', value } };
    },
    messages: [{ name: 'share', round: 1, to: 'all', codec: onlineRound(groupOf(key, ASSIGNMENT)).codec }],
    check: (signature) => expect(suite.verify(signature, MESSAGE, publicKeyAt(certificate.statement, PATH))).toBe(true),
  });
  const interactive = tryEveryField({
    run(options) {
      const { descriptor, outcomes } = simulateInteractive(key, ASSIGNMENT, MESSAGE, 'every field', {
        ...options,
        path: PATH,
      });
      const value = { descriptor, certificate, aux: key.aux, presignature: null };
      return { outcomes, subject: { kind: 'ecdsa-signing', value } };
    },
    messages: [
      { name: 'opening', round: 3, to: 'all', codec: Open.codec },
      { name: 'verdict', round: 4, to: 'all', codec: Judge.codec },
      { name: 'conclusion', round: 5, to: 'all', codec: Conclude(1).codec },
    ],
    check: (signature) => expect(suite.verify(signature, MESSAGE, publicKeyAt(certificate.statement, PATH))).toBe(true),
  });
  expect(tally(online)).toEqual({ 'share: invalid-share': 1 });
  expect(tally(interactive)).toEqual({
    'opening: invalid-proof': 7,
    'opening: malformed-message': 4,
    'opening: wrong-verdict': 2,
    'verdict: malformed-message': 1,
    'verdict: wrong-certificate-signature': 1,
    'conclusion: malformed-message': 1,
    'conclusion: invalid-share': 1,
  });
});
