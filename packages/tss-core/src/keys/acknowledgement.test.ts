import { describe, expect, test } from 'vitest';
import { ciphersuite } from '../groups/index.ts';
import {
  identitiesOf,
  identitySecretOf,
  keygenResults,
  seededRandom,
  simulateKeygen,
  structureOf,
} from '../testing/index.ts';
import { bytes, struct } from '../wire/codec.ts';
import { type StatementType, signStatement } from '../wire/statement.ts';
import { type Acknowledgement, isShareOfKey, proveStored, verifyAcknowledgement } from './acknowledgement.ts';
import { certificateHash, type KeyCertificate } from './certificate.ts';
import type { KeyShare } from './share.ts';
import { partyIndex, partyIndexCodec } from './structure.ts';

const p = partyIndex;
const structure = structureOf('frost-secp256k1-tr', [2, [1, 2, 3]]);
const identities = identitiesOf(structure);
const { group } = ciphersuite(structure.scheme);
const key = keygenResults(simulateKeygen(structure, 'acknowledged'));
const other = keygenResults(simulateKeygen(structure, 'another key'));
const random = () => seededRandom('proof');
const shareStored: StatementType<Omit<Acknowledgement, 'signature' | 'attestation'>> = {
  tag: 'quorate/share-stored/1',
  codec: struct({ party: partyIndexCodec, certificate: bytes(32), proof: bytes({ max: 200 }) }),
};

function resultOf(run: typeof key, party: number) {
  const result = run.get(p(party));
  if (!result) throw new Error('no key');
  return result;
}

const { certificate, share } = resultOf(key, 2);
const stored = proveStored(share, certificate, identitySecretOf(2), random());

function verifies(acknowledgement: Acknowledgement, of: KeyCertificate = certificate, party = 2): boolean {
  return verifyAcknowledgement(acknowledgement, of, identities.get(p(party)) ?? new Uint8Array(33));
}

/** What a corrupt party 2 can say: any proof under its own signature. */
function signedBy2(proof: Uint8Array): Acknowledgement {
  const statement = { party: p(2), certificate: certificateHash(certificate), proof };
  return { ...statement, signature: signStatement(shareStored, statement, identitySecretOf(2)), attestation: null };
}

test('a stored share is acknowledged', () => {
  expect(verifies(stored)).toBe(true);
});

describe('attack 19: an acknowledgement is worth nothing elsewhere', () => {
  test('for another key, or by another identity', () => {
    expect(verifies(stored, resultOf(other, 2).certificate)).toBe(false);
    expect(verifies(stored, certificate, 3)).toBe(false);
  });

  test('around a proof of something else, although its party signs it', () => {
    const elsewhere = resultOf(other, 2);
    const identitySecret = identitySecretOf(2);
    const proofs = [
      proveStored(share, elsewhere.certificate, identitySecret, random()),
      proveStored(elsewhere.share, elsewhere.certificate, identitySecret, random()),
      proveStored(resultOf(key, 3).share, certificate, identitySecretOf(3), random()),
      proveStored({ party: p(2), secret: resultOf(key, 3).share.secret }, certificate, identitySecret, random()),
    ];
    expect(verifies(signedBy2(stored.proof))).toBe(true);
    for (const { proof } of proofs) expect(verifies(signedBy2(proof))).toBe(false);
  });

  test('with any byte of the proof changed, or a proof of another length', () => {
    for (let at = 0; at < stored.proof.length; at += 7) {
      expect(verifies(signedBy2(stored.proof.with(at, (stored.proof[at] ?? 0) ^ 1)))).toBe(false);
    }
    for (const proof of [new Uint8Array(65), new Uint8Array(0), stored.proof.subarray(1)]) {
      expect(verifies(signedBy2(proof))).toBe(false);
    }
  });

  test('of a party that the key does not have', () => {
    const stranger =
      new Map([...identitiesOf(structureOf('frost-ed25519', [2, [8, 9]]))]).get(p(9)) ?? new Uint8Array(33);
    expect(verifyAcknowledgement({ ...stored, party: p(9) }, certificate, stranger)).toBe(false);
  });
});

describe('attack 42: a share is that of its party in its key', () => {
  const wrong: readonly (readonly [string, KeyShare])[] = [
    ["another party's", { party: p(2), secret: resultOf(key, 3).share.secret }],
    ['under another index', { ...share, party: p(3) }],
    ["another key's", resultOf(other, 2).share],
    ['zero', { party: p(2), secret: new Uint8Array(32) }],
    ['negated', { party: p(2), secret: group.encodeScalar(group.reduce(-group.decodeScalar(share.secret))) }],
  ];
  test.each(wrong)('%s is not', (_, candidate) => {
    expect(isShareOfKey(candidate, certificate)).toBe(false);
  });
});
