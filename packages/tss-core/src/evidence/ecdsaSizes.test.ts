import { expect, test } from 'vitest';
import { Commit, ProveModulus, Reveal } from '../ecdsa/auxInfo/messages.ts';
import { auxCertificateCodec, MAX_AUX_PARTIES } from '../ecdsa/auxInfo/statement.ts';
import { MAX_ECDSA_SIGNERS } from '../ecdsa/ecdsaGroup.ts';
import { decPlaintextBits, PROFILE_3072 } from '../ecdsa/parameters.ts';
import { presignRounds } from '../ecdsa/presign/messages.ts';
import { modRepetitions } from '../ecdsa/proofs/mod/mod.ts';
import { FULL_SETTING } from '../ecdsa/testing/settings.ts';
import { ecdsaKey, groupOf } from '../ecdsa/testing/simulateEcdsa.ts';
import { partyIndex } from '../keys/structure.ts';
import { MAX_FRAME_BYTES } from '../session/frame.ts';
import { type Codec, encodeCbor } from '../wire/codec.ts';
import { MAX_BODY_BYTES, MAX_DIRECT_BODY_BYTES } from '../wire/envelope.ts';
import { MAX_EVIDENCE_BYTES } from './evidence.ts';

// Messages with the longest numbers that keys have. Whoever lies in a message that does not fit is not convicted of it.
const { modulusBits, ell, ellPrime, epsilon, repetitions } = PROFILE_3072;
const longest = (bits: number) => (1n << BigInt(bits)) - 1n;
const residue = longest(modulusBits);
const ciphertext = longest(2 * modulusBits);
const [small, large] = [longest(ell + epsilon), longest(ellPrime + epsilon)];
const blinding = longest(ell + epsilon + 1 + modulusBits);
const { generator: point, order } = FULL_SETTING.group;
const scalar = order - 1n;
const hash = new Uint8Array(32);
const times = <T>(count: number, one: T): readonly T[] => Array.from({ length: count }, () => one);

/** An envelope has less beside its body. */
const ENVELOPE_BYTES = 320;
/** Key certificate of as many parties as an aux generation has, and a descriptor with their readies. */
const SUBJECT_BYTES = 40_000;
const sizeOf = <T>(codec: Codec<T>, message: T) => encodeCbor(codec, message).length + ENVELOPE_BYTES;

const two = groupOf(ecdsaKey('ecdsa-secp256k1', [[2, [1, 2, 3]]]), [[partyIndex(1), partyIndex(2)]]);
const [anySigner] = two.signers.values();
if (!anySigner) throw new Error('no signer');
const signers = new Map(times(MAX_ECDSA_SIGNERS, anySigner).map((signer, i) => [partyIndex(i + 1), signer]));
const rounds = presignRounds({ ...two, setting: FULL_SETTING, signers });

const elog = { A: point, N: point, B: point, z: scalar, u: scalar };
const product = { D: ciphertext, F: ciphertext };
const commitment = { K: ciphertext, G: ciphertext, Y: point, A1: point, A2: point, B1: point, B2: point };
const multiplication = {
  Gamma: point,
  psi: elog,
  products: times(MAX_ECDSA_SIGNERS - 1, { gamma: product, x: product }),
};
const opening = { delta: scalar, Delta: point, S: point, psi: elog };
const opened = { z: small, w: longest(decPlaintextBits(PROFILE_3072) + epsilon), nu: residue };
const alert = sizeOf(rounds.Judge.codec, {
  kind: 'gamma',
  value: { challenge: hash, responses: times(repetitions, opened) },
});
const shown = { z: small, zY: large, w: residue, wY: residue };
const conclusion = sizeOf(rounds.Conclude(1).codec, {
  kind: 'product',
  value: { challenge: hash, responses: times(repetitions, shown) },
});
const parameters = { N: residue, Nhat: residue, s: residue, t: residue };
const contribution = { parameters, prm: { challenge: hash, z: times(repetitions, residue) }, rid: hash, u: hash };
const answer = { x: residue, a: true, b: true, z: residue };
const modulusProof = { w: residue, responses: times(modRepetitions(PROFILE_3072), answer) };

test('blame among as many signers as may be is decodable evidence', () => {
  const [commit, multiply] = [sizeOf(rounds.Commit.codec, commitment), sizeOf(rounds.Multiply.codec, multiplication)];
  const open = sizeOf(rounds.Open.codec, opening);
  const certificate = sizeOf(auxCertificateCodec, {
    statement: {
      cluster: hash,
      key: hash,
      epoch: 1,
      session: hash,
      orderHash: hash,
      profile: PROFILE_3072.name,
      parties: times(MAX_AUX_PARTIES, { index: partyIndex(65535), node: 'n'.repeat(32) }),
      parameters: times(MAX_AUX_PARTIES, parameters),
      rid: hash,
    },
    signatures: times(MAX_AUX_PARTIES, { party: partyIndex(65535), signature: new Uint8Array(64) }),
  });
  const subject = certificate + SUBJECT_BYTES;
  // Πdec is judged by rounds 1 to 4, Πaff-g* by 1, 2, 4 and its own.
  const said = [open + commit + multiply + alert, commit + multiply + alert + conclusion];
  for (const bytes of said) expect(subject + MAX_ECDSA_SIGNERS * bytes).toBeLessThan(MAX_EVIDENCE_BYTES);
});

test('an aux ceremony of as many parties as may be is decodable evidence', () => {
  const setting = FULL_SETTING;
  const commit = sizeOf(Commit.codec, hash);
  const reveal = sizeOf(Reveal(setting).codec, contribution);
  const prove = sizeOf(ProveModulus(setting).codec, modulusProof);
  expect(SUBJECT_BYTES + MAX_AUX_PARTIES * (commit + reveal + prove)).toBeLessThan(MAX_EVIDENCE_BYTES);
});

test('a whole round fits a frame, and each message an envelope', () => {
  const proof = sizeOf(ProveModulus(FULL_SETTING).codec, modulusProof);
  expect(MAX_AUX_PARTIES * proof).toBeLessThan(MAX_FRAME_BYTES);
  expect(MAX_ECDSA_SIGNERS * Math.max(alert, conclusion)).toBeLessThan(MAX_FRAME_BYTES);
  const affG = {
    ...{ A: ciphertext, Bx: point, By: ciphertext, E: residue, S: residue, F: residue, T: residue },
    ...{ z1: small, z2: large, z3: blinding, z4: blinding, w: residue, wY: residue },
  };
  expect(sizeOf(rounds.ProveProducts.codec, { gamma: affG, x: affG })).toBeLessThan(MAX_DIRECT_BODY_BYTES);
  expect(Math.max(conclusion, proof)).toBeLessThan(MAX_BODY_BYTES);
});
