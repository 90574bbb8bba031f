import {
  acknowledgementCodec,
  buildEvidence,
  certificateCodec,
  decodeEvidence,
  decodeKeyShare,
  decodeSignedBatch,
  encodeEvidence,
  encodeKeyShare,
  encodeSignedBatch,
  formatPath,
  keygenDescriptorCodec,
  parsePath,
  partyIndex,
  proveStored,
  readyCodec,
  reservationCodec,
  SCHEMES,
  type SchemeId,
  type SignedAttestation,
  signedAttestationCodec,
  signingDescriptorCodec,
  structureCodec,
} from '@quorate/tss-core';
import {
  identitySecretOf,
  keygenResults,
  offerPrepared,
  seededRandom,
  simulateKeygen,
  simulatePrepared,
  simulateSigning,
  stockParties,
  structureOf,
} from '@quorate/tss-core/testing';
import {
  assignmentCodec,
  decodeFrame,
  type Envelope,
  encodeFrame,
  envelopeCodec,
  partyCodec,
  partyIndexCodec,
  schemeCodec,
  signedBatchCodec,
} from '@quorate/tss-core/wire';
import { codecTarget, type FuzzTarget, functionTarget, valueTarget } from './target.ts';

const p = partyIndex;
const ASSIGNMENT = [[p(1), p(2)], [p(4)]];
const MESSAGES = [Uint8Array.of(1, 2, 3), new Uint8Array(0)];
const random = seededRandom('fuzz samples');
const ATTESTATION: SignedAttestation = {
  statement: {
    ...{ cluster: random(32), node: 'hsm-1', key: random(32), epoch: 1, purpose: 'ready', subject: random(32) },
    ...{ contents: random(32), policyHash: random(32), nonce: random(32) },
    ...{ sequence: 7, previous: random(32), expiresAt: 1_767_225_600 },
  },
  signature: random(64),
};

/** One key of each length of points, with everything that is ever written about it. */
function material(scheme: SchemeId) {
  const structure = structureOf(scheme, [2, [1, 2, 3]], [1, [4, 5]]);
  const envelopes: Envelope[] = [];
  const watch = (_from: unknown, _to: unknown, frame: Parameters<typeof encodeFrame>[0]) => {
    if (frame.kind === 'envelope') envelopes.push(frame.value);
  };
  const keygen = simulateKeygen(structure, 'fuzz', { onFrame: watch });
  const key = keygenResults(keygen);
  const result = key.get(p(1));
  if (!result) throw new Error('party 1 has no key');
  const signing = simulateSigning(key, ASSIGNMENT, MESSAGES, 'fuzz', { onFrame: watch });
  const stocked = stockParties(key, MESSAGES.length, random);
  const offer = offerPrepared(stocked, ASSIGNMENT, MESSAGES, random);
  const { batches } = simulatePrepared(stocked, offer);
  return { structure, envelopes, ...result, keygen: keygen.descriptor, signing: signing.descriptor, offer, batches };
}

/** Every wire type of tss-core but the bodies of rounds. */
export function coreTargets(): readonly FuzzTarget[] {
  const all = SCHEMES.map(material);
  const encodedBatches = all.flatMap(({ batches }) => batches.map(encodeSignedBatch));
  const envelopes = all.flatMap((one) => one.envelopes.filter((_, i) => i % 7 === 0));
  const descriptors = all.flatMap(({ signing, offer }) => [signing, offer.descriptor]);
  return [
    valueTarget('envelope', ['envelopeCodec'], envelopeCodec, envelopes),
    functionTarget('session frame', ['decodeFrame'], decodeFrame, encodeFrame, frameSamples(envelopes)),
    functionTarget('evidence', ['decodeEvidence'], decodeEvidence, encodeEvidence, all.flatMap(evidenceSamples)),
    valueTarget(
      'certificate',
      ['certificateCodec'],
      certificateCodec,
      all.map(({ certificate }) => certificate),
    ),
    valueTarget('acknowledgement', ['acknowledgementCodec'], acknowledgementCodec, all.map(storedBy)),
    functionTarget(
      'key share',
      ['decodeKeyShare'],
      decodeKeyShare,
      encodeKeyShare,
      all.map(({ share }) => encodeKeyShare(share)),
    ),
    valueTarget(
      'ready',
      ['readyCodec'],
      readyCodec,
      descriptors.flatMap(({ readies }) => readies),
    ),
    valueTarget('attestation', ['signedAttestationCodec'], signedAttestationCodec, [ATTESTATION]),
    valueTarget(
      'reservation',
      ['reservationCodec'],
      reservationCodec,
      descriptors.flatMap(({ presignatures }) => presignatures),
    ),
    valueTarget('signing descriptor', ['signingDescriptorCodec'], signingDescriptorCodec, descriptors),
    valueTarget(
      'keygen descriptor',
      ['keygenDescriptorCodec'],
      keygenDescriptorCodec,
      all.map(({ keygen }) => keygen),
    ),
    functionTarget('signed batch', ['decodeSignedBatch'], decodeSignedBatch, encodeSignedBatch, encodedBatches),
    codecTarget('signed batch, as part', ['signedBatchCodec'], signedBatchCodec, encodedBatches),
    valueTarget(
      'structure',
      ['structureCodec'],
      structureCodec,
      all.map(({ structure }) => structure),
    ),
    valueTarget('assignment', ['assignmentCodec'], assignmentCodec, [ASSIGNMENT, [[p(1)]]]),
    valueTarget('party', ['partyCodec'], partyCodec, all[0]?.structure.parties ?? []),
    valueTarget('party index', ['partyIndexCodec'], partyIndexCodec, [p(1), p(0xffff)]),
    valueTarget('scheme', ['schemeCodec'], schemeCodec, SCHEMES),
    pathTarget(),
  ];
}

type Material = ReturnType<typeof material>;

function frameSamples(envelopes: readonly Envelope[]): readonly Uint8Array[] {
  return [
    ...envelopes.map((value) => encodeFrame({ kind: 'envelope', value })),
    encodeFrame({ kind: 'show', value: envelopes.slice(0, 3) }),
    encodeFrame({ kind: 'abort', value: { reason: 'bye' } }),
  ];
}

function evidenceSamples({ envelopes, keygen, signing, certificate, offer, batches }: Material): readonly Uint8Array[] {
  const accused = { code: 'malformed-message', culprits: [p(2)] } as const;
  const some = envelopes.slice(0, 3);
  return [
    encodeEvidence(buildEvidence(accused, some, { kind: 'keygen', value: { descriptor: keygen } })),
    encodeEvidence(buildEvidence(accused, some, { kind: 'signing', value: { descriptor: signing, certificate } })),
    encodeEvidence(
      buildEvidence(accused, some, { kind: 'signing', value: { descriptor: offer.descriptor, certificate } }, batches),
    ),
  ];
}

function storedBy({ share, certificate }: Material) {
  return proveStored(share, certificate, identitySecretOf(share.party), random);
}

/** Paths are text, of which several are read as one path: what is written is read as itself. */
function pathTarget(): FuzzTarget {
  const samples = ['m', 'm/0/5', "0'/1h", '2147483647'].map((path) => new TextEncoder().encode(path));
  const reencode = (encoded: Uint8Array) => {
    const path = parsePath(new TextDecoder().decode(encoded));
    if (String(parsePath(formatPath(path))) !== String(path)) throw new Error(`m/${path} is not read as it is written`);
    return encoded;
  };
  return { name: 'derivation path', covers: ['parsePath'], samples, reencode };
}
