import { describe, expect, test } from 'vitest';
import { ciphersuite } from '../groups/index.ts';
import {
  type Acknowledgement,
  acknowledgementCodec,
  proveStored,
  verifyAcknowledgement,
} from '../keys/acknowledgement.ts';
import { certificateCodec, MAX_CERTIFICATE_BYTES } from '../keys/certificate.ts';
import { publicKeyOf } from '../keys/publicKeyPackage.ts';
import { decodeKeyShare, encodeKeyShare } from '../keys/share.ts';
import { type PartyIndex, partyIndex, SCHEMES } from '../keys/structure.ts';
import type { SessionOutcome } from '../session/sessionOutcome.ts';
import {
  type Cheat,
  changingBroadcast,
  changingDirect,
  identitiesOf,
  identitySecretOf,
  keygenResults,
  seededRandom,
  simulateKeygen,
  simulateSigning,
  structureOf,
  TEST_TRUST,
} from '../testing/index.ts';
import { decodeCbor, encodeCbor } from '../wire/codec.ts';
import { buildEvidence, type EvidenceSubject, encodeEvidence } from './evidence.ts';
import { verifyEvidence } from './verifyEvidence.ts';

const p = partyIndex;
const ASSIGNMENT = [[p(1), p(2)], [p(5)]];
const MESSAGES = [Uint8Array.of(1, 2, 3), Uint8Array.of(4)];

/** Points and scalars of 32, 33 and 57 bytes all the way: keygen, certificate, share, signature and evidence. */
describe.each(SCHEMES)('a key of %s from its making to its evidence', (scheme) => {
  const structure = structureOf(scheme, [2, [1, 2, 3]], [1, [4, 5]]);
  const suite = ciphersuite(scheme);
  const run = keygenResults(simulateKeygen(structure, 'every suite'));
  const result = run.get(p(2));
  if (!result) throw new Error('party 2 got no key');
  const { certificate, share } = result;

  test('certificate, share and acknowledgement survive their encodings', () => {
    const encoded = encodeCbor(certificateCodec, certificate);
    expect(decodeCbor(certificateCodec, encoded, MAX_CERTIFICATE_BYTES)).toEqual(certificate);
    expect(decodeKeyShare(encodeKeyShare(share))).toEqual(share);
    const stored: Acknowledgement = proveStored(share, certificate, identitySecretOf(2), seededRandom('proof'));
    const copy = decodeCbor(acknowledgementCodec, encodeCbor(acknowledgementCodec, stored), 512);
    const identity = identitiesOf(structure).get(p(2)) ?? Uint8Array.of();
    expect(verifyAcknowledgement(copy, certificate, identity)).toBe(true);
  });

  test('two of {1, 2, 3} and one of {4, 5} sign, whichever they are', () => {
    for (const assignment of [ASSIGNMENT, [[p(1), p(3)], [p(4)]]]) {
      const { outcomes } = simulateSigning(run, assignment, MESSAGES, 'sign');
      for (const outcome of outcomes.values()) {
        if (outcome.kind !== 'done') throw new Error(`a signer ended ${outcome.kind}`);
        const holds = MESSAGES.map((message, m) =>
          suite.verify(outcome.result[m] ?? Uint8Array.of(), message, publicKeyOf(certificate)),
        );
        expect(holds).toEqual([true, true]);
      }
    }
  });

  test('attack 21: a false signature share convicts its sender offline', () => {
    const cheat = changingBroadcast(p(2), 2, (body) => body.with(8, (body[8] ?? 0) ^ 1));
    const { descriptor, outcomes } = simulateSigning(run, ASSIGNMENT, MESSAGES, 'cheat', { cheat });
    expect(convicted(outcomes, { kind: 'signing', value: { descriptor, certificate } })).toEqual({
      code: 'invalid-share',
      culprits: [{ party: 2, node: 'node-2' }],
    });
  });

  test('attack 15: a wrong dealt share convicts its dealer offline', () => {
    const cheat: Cheat = changingDirect(p(2), 2, p(1), (body) => body.with(8, (body[8] ?? 0) ^ 1));
    const { descriptor, outcomes } = simulateKeygen(structure, 'cheat', { cheat });
    expect(convicted(outcomes, { kind: 'keygen', value: { descriptor } })).toEqual({
      code: 'wrong-dealt-share',
      culprits: [{ party: 2, node: 'node-2' }],
    });
  });
});

/** What party 1's evidence proves to somebody who was not there. */
function convicted(outcomes: ReadonlyMap<PartyIndex, SessionOutcome<unknown>>, subject: EvidenceSubject) {
  const outcome = outcomes.get(p(1));
  if (outcome?.kind !== 'fault') throw new Error(`party 1 ended ${outcome?.kind}`);
  const evidence = encodeEvidence(buildEvidence(outcome.fault, outcome.evidence, subject));
  const { code, culprits } = verifyEvidence(evidence, TEST_TRUST);
  return { code, culprits };
}
