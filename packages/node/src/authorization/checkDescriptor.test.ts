import { identitiesOf, keyContextAt, localDemoRules, policyHash, requestHash } from '@quorate/requests';
import { sampleCluster, sampleKey, sampleRequest } from '@quorate/requests/testing';
import {
  equalBytes,
  partyIndex,
  type Ready,
  RequestRejected,
  type Reservation,
  type SigningDescriptor,
  signingDescriptorCodec,
  signReady,
} from '@quorate/tss-core';
import { decodeCbor, encodeCbor } from '@quorate/tss-core/wire';
import { describe, expect, test } from 'vitest';
import type { AllowedRequest } from './authorizer.ts';
import { checkDescriptor } from './checkDescriptor.ts';

const sample = sampleCluster();
const { certificate } = sampleKey(sample, 'frost-ed25519');
const { statement } = certificate;
const identities = identitiesOf(sample.cluster, statement.structure);
const bytes = (n: number) => new Uint8Array(32).fill(n);
const [one, two, three] = [partyIndex(1), partyIndex(2), partyIndex(3)] as const;

/** What node-1 found by itself: two messages to sign. */
const request = sampleRequest(sample, { key: statement.key });
const allowed: AllowedRequest = {
  kind: 'allowed',
  request,
  requestHash: requestHash(request),
  keyId: statement.key,
  keyName: 'treasury',
  certificate,
  context: keyContextAt(certificate.statement, []),
  self: one,
  messages: [bytes(31), bytes(32)],
  description: { title: 'Two inputs', lines: [], warnings: [] },
  policyHash: policyHash(localDemoRules),
};

function readyOf(party: number, change: Partial<Parameters<typeof signReady>[0]> = {}, signer = party): Ready {
  const about = { cluster: request.cluster, key: statement.key, subject: allowed.requestHash };
  const own = { party: partyIndex(party), nonce: bytes(40 + party), policyHash: allowed.policyHash };
  return signReady({ ...about, ...own, ...change }, sample.secret(`node-${signer}`));
}

const own = readyOf(1);
const honest: SigningDescriptor = {
  version: 1,
  cluster: request.cluster,
  key: statement.key,
  groupKey: statement.groupKey,
  scheme: 'frost-ed25519',
  epoch: statement.epoch,
  auxGeneration: new Uint8Array(0),
  requestHash: allowed.requestHash,
  messages: allowed.messages,
  path: [],
  assignment: [[one, two]],
  presignatures: [],
  readies: [own, readyOf(2)],
};

/** Nonces that party `party` has set aside. */
function asideBy(party: number, first = 0, count = 2): Reservation {
  return { batch: bytes(60 + party), first, count };
}

function readyAside(party: number, count = 2): Ready {
  return readyOf(party, { reservation: asideBy(party, 0, count) });
}

/** Both signers have set nonces aside; the session refers to these. */
function inAdvance(presignatures: readonly Reservation[], count = 2): Partial<SigningDescriptor> {
  return { presignatures, readies: [readyAside(1, count), readyAside(2, count)] };
}

const check = (change: Partial<SigningDescriptor> = {}, ready: Ready = own) =>
  checkDescriptor({ ...honest, ...change }, allowed, ready, identities, () => false);

test('the session that matches in every field is accepted, with either partner', () => {
  expect(() => check()).not.toThrow();
  expect(() => check({ assignment: [[one, three]], readies: [own, readyOf(3)] })).not.toThrow();
});

test('nonces that the signers set aside are used, or not used', () => {
  expect(() => check(inAdvance([asideBy(1), asideBy(2)]))).not.toThrow();
  expect(() => check(inAdvance([]))).not.toThrow();
});

test('what is accepted survives its encoding', () => {
  const encoded = encodeCbor(signingDescriptorCodec, honest);
  const decoded = decodeCbor(signingDescriptorCodec, encoded, 1 << 20);
  expect(() => checkDescriptor(decoded, allowed, own, identities, () => false)).not.toThrow();
});

const swaps: readonly [field: string, change: Partial<SigningDescriptor>, sentence: RegExp][] = [
  ['another cluster', { cluster: bytes(1) }, /another cluster/],
  ['another key', { key: bytes(1) }, /another key/],
  ['another group key', { groupKey: bytes(1) }, /another group key/],
  ['another scheme', { scheme: 'frost-secp256k1-tr' }, /another signature scheme/],
  ['an older epoch', { epoch: statement.epoch - 1 }, /not the active one/],
  ['a later epoch', { epoch: statement.epoch + 1 }, /not the active one/],
  ['an aux generation', { auxGeneration: bytes(1) }, /aux generation/],
  ['nonces that nobody set aside', { presignatures: [asideBy(1), asideBy(2)] }, /other nonces than its signers/],
  ['nonces of one signer alone', inAdvance([asideBy(1)]), /other nonces than its signers/],
  ['other nonces than those set aside', inAdvance([asideBy(1), asideBy(2, 4)]), /other nonces than its signers/],
  ['nonces in another order', inAdvance([asideBy(2), asideBy(1)]), /other nonces than its signers/],
  ['more nonces than messages', inAdvance([asideBy(1, 0, 3), asideBy(2, 0, 3)], 3), /other nonces than its signers/],
  ['fewer nonces than messages', inAdvance([asideBy(1, 0, 1), asideBy(2, 0, 1)], 1), /other nonces than its signers/],
  [
    'nonces that a peer did not sign for',
    {
      presignatures: [asideBy(1), asideBy(2, 4)],
      readies: [readyAside(1), { ...readyAside(2), reservation: asideBy(2, 4) }],
    },
    /party 2 never said/,
  ],
  ['another request', { requestHash: bytes(1) }, /another request/],
  ['another message', { messages: [bytes(31), bytes(99)] }, /message 2 is not the one/],
  ['a message cut short', { messages: [bytes(31), bytes(32).subarray(1)] }, /message 2 is not the one/],
  ['messages in another order', { messages: [bytes(32), bytes(31)] }, /message 1 is not the one/],
  ['one message less', { messages: [bytes(31)] }, /signs 1 messages where the request has 2/],
  ['one message more', { messages: [bytes(31), bytes(32), bytes(33)] }, /signs 3 messages/],
  ['a derivation path', { path: [0] }, /derivation path/],
  ['too few signers', { assignment: [[one]], readies: [own] }, /not a signing set/],
  [
    'too many signers',
    { assignment: [[one, two, three]], readies: [own, readyOf(2), readyOf(3)] },
    /not a signing set/,
  ],
  ['a signer twice', { assignment: [[one, one]], readies: [own, own] }, /not a signing set/],
  ['signers out of order', { assignment: [[two, one]] }, /not a signing set/],
  ['a signer who is no party', { assignment: [[one, partyIndex(4)]] }, /not a signing set/],
  ['a second quorum', { assignment: [[one, two], [three]] }, /not a signing set/],
  ['no quorum', { assignment: [] }, /not a signing set/],
  [
    'a session without this node',
    { assignment: [[two, three]], readies: [readyOf(2), readyOf(3)] },
    /not among its signers/,
  ],
  ['a missing ready', { readies: [own] }, /not exactly those of its parties/],
  ['a ready of a node outside', { readies: [own, readyOf(3)] }, /not exactly those of its parties/],
  ['a ready too many', { readies: [own, readyOf(2), readyOf(3)] }, /not exactly those of its parties/],
  ['readies out of order', { readies: [readyOf(2), own] }, /not exactly those of its parties/],
  ['a ready signed by another node', { readies: [own, readyOf(2, {}, 3)] }, /party 2 never said/],
  ['a ready about another request', { readies: [own, readyOf(2, { subject: bytes(1) })] }, /party 2 never said/],
  ['a ready about another key', { readies: [own, readyOf(2, { key: bytes(1) })] }, /party 2 never said/],
  ['a ready of another cluster', { readies: [own, readyOf(2, { cluster: bytes(1) })] }, /party 2 never said/],
  ['a changed nonce of a peer', { readies: [own, { ...readyOf(2), nonce: bytes(1) }] }, /party 2 never said/],
  ['changed rules of a peer', { readies: [own, { ...readyOf(2), policyHash: bytes(1) }] }, /party 2 never said/],
  ['a ready of a peer unsigned', { readies: [own, { ...readyOf(2), signature: new Uint8Array(64) }] }, /never said/],
  [
    'an older ready of this node',
    { readies: [readyOf(1, { nonce: bytes(1) }), readyOf(2)] },
    /fresh bytes of this node/,
  ],
  ['fresh bytes copied from this node', { readies: [own, readyOf(2, { nonce: own.nonce })] }, /same fresh bytes/],
];

test.each(swaps)('a coordinator that offers %s gets no share (attack 35)', (_field, change, sentence) => {
  expect(() => check(change)).toThrow(RequestRejected);
  expect(() => check(change)).toThrow(expect.objectContaining({ code: 'descriptor-mismatch' }));
  expect(() => check(change)).toThrow(sentence);
});

/** Both signers have set the same presignature aside, unless `own` says otherwise of the first. */
function presigned(change: Partial<Reservation>, ownAside?: null): Partial<SigningDescriptor> {
  const reservation = { batch: bytes(80), first: 0, count: 1, ...change };
  const readies = [readyOf(1, { reservation: ownAside === null ? null : reservation }), readyOf(2, { reservation })];
  return { presignatures: [reservation, reservation], readies };
}

describe('an ECDSA key', () => {
  const ecdsa = sampleKey(sample, 'ecdsa-secp256k1').certificate;
  const aux = bytes(70);
  const found: AllowedRequest = { ...allowed, certificate: ecdsa, context: keyContextAt(ecdsa.statement, []) };
  const session: Partial<SigningDescriptor> = {
    ...{ groupKey: ecdsa.statement.groupKey, scheme: 'ecdsa-secp256k1', auxGeneration: aux, messages: [bytes(32)] },
  };
  const judge = (change: Partial<SigningDescriptor> = {}) =>
    checkDescriptor({ ...honest, ...session, ...change }, found, own, identities, (named) => equalBytes(named, aux));

  test('signs one message of the request in a session, whichever', () => {
    expect(() => judge()).not.toThrow();
    expect(() => judge({ messages: [bytes(31)] })).not.toThrow();
  });

  test('is signed for in one round with a presignature that every signer has set aside', () => {
    expect(() => judge(presigned({}))).not.toThrow();
  });

  test.each<[string, Partial<SigningDescriptor>, RegExp]>([
    ['a message that the request has not', { messages: [bytes(33)] }, /none of the request/],
    ['several messages at once', { messages: [bytes(31), bytes(32)] }, /signs one message/],
    ['no message', { messages: [] }, /signs one message/],
    ['no aux generation', { auxGeneration: new Uint8Array() }, /aux generation that is not active/],
    ['the aux generation of others', { auxGeneration: bytes(71) }, /aux generation that is not active/],
    ['presignatures that differ', inAdvance([asideBy(1, 0, 1), asideBy(2, 0, 1)], 1), /not every signer has set aside/],
    ['a presignature at another place', presigned({ first: 1 }), /not every signer has set aside/],
    ['a presignature twice', presigned({ count: 2 }), /not every signer has set aside/],
    ['a presignature that the others set aside', presigned({}, null), /not every signer has set aside/],
  ])('a coordinator that offers %s gets no share', (_what, change, sentence) => {
    expect(() => judge(change)).toThrow(expect.objectContaining({ code: 'descriptor-mismatch' }));
    expect(() => judge(change)).toThrow(sentence);
  });
});

test('a ready given under other rules than those that allowed the request is refused', () => {
  const older = readyOf(1, { policyHash: bytes(1) });
  expect(() => check({ readies: [older, readyOf(2)] }, older)).toThrow(/other rules than those of this node/);
});

test('a ready of another seat is not this node’s', () => {
  expect(() => check({}, readyOf(2))).toThrow(/another seat/);
});

test('every field of the descriptor is covered by a swap', () => {
  const swapped = new Set(swaps.flatMap(([, change]) => Object.keys(change)));
  // The version is fixed by the codec: another one does not decode.
  expect([...swapped, 'version'].sort()).toEqual(Object.keys(honest).sort());
});

test('a session without a node that the desk wants to cosign is refused', () => {
  const cosigned = (...cosigners: string[]) => {
    const asked = { ...allowed, request: { ...request, cosigners } };
    return () => checkDescriptor(honest, asked, own, identities, () => false);
  };
  expect(cosigned('node-3')).toThrow('party 3, which the desk wants to cosign, is not among its signers');
  expect(cosigned('node-2')).not.toThrow();
});
