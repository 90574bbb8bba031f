import { cp, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { p256 } from '@noble/curves/nist.js';
import { attestorOf } from '@quorate/requests';
import {
  acknowledgementCodec,
  attestedAcknowledgement,
  attestedBytes,
  attestedReady,
  messagesHash,
  type PartyIndex,
  partyIndex,
  type Ready,
  type SigningDescriptor,
  signReady,
  verifyAttestation,
} from '@quorate/tss-core';
import { decodeCbor } from '@quorate/tss-core/wire';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestKey, type TestKey } from '../support/ceremonies.ts';
import { eventually } from '../support/eventually.ts';
import { type InProcessCluster, inProcessCluster } from '../support/inProcessCluster.ts';
import { messageRequest, offer, offerToAll, signingDescriptor, type TestRequest } from '../support/signing.ts';
import { type TestCoordinator, testCoordinator } from '../support/testCoordinator.ts';

// The module of node-3 attests what that approves, by a key that the cluster file pins; a P-256 key in this process
// stands for the module. Whoever has the node's identity key, its disk or a backup of that, but not the module, gets
// nowhere with it.

const COSIGNER = 'node-3';
const [ONE, THREE] = [1, 3].map(partyIndex) as [PartyIndex, PartyIndex];
let cluster: InProcessCluster;
let coordinator: TestCoordinator;
let key: TestKey;

beforeAll(async () => {
  cluster = await inProcessCluster({ attesting: [COSIGNER], nonces: { low: 0, high: 0 } });
  coordinator = await testCoordinator(cluster.directory);
  await coordinator.linked();
  key = await createTestKey(cluster.directory, coordinator, 'frost-ed25519');
}, 60_000);

afterAll(async () => {
  await coordinator?.[Symbol.asyncDispose]();
  await cluster?.[Symbol.asyncDispose]();
});

const ask = (text: string) => messageRequest(cluster.directory, key.id, text);
const describeSession = (request: TestRequest) => signingDescriptor(coordinator, key, request, [ONE, THREE]);
const status = () => coordinator.control.call(COSIGNER, 'status', {});

/** What the attestation of a ready is about. */
function aboutReady({ cluster: id, requestHash, messages }: SigningDescriptor) {
  const about = { cluster: id, node: COSIGNER, key: key.id, epoch: 1, subject: requestHash };
  return { ...about, contents: messagesHash(messages) };
}

async function sign(text: string): Promise<SigningDescriptor> {
  const request = ask(text);
  const descriptor = await describeSession(request);
  for (const { kind } of await offerToAll(coordinator, key, request, descriptor)) expect(kind).toBe('signed');
  return descriptor;
}

/** With the ready of the cosigner changed, and signed anew: a thief has its identity key. */
function withReady(descriptor: SigningDescriptor, change: Partial<Ready>): SigningDescriptor {
  const { cluster: id, requestHash: subject } = descriptor;
  const secret = cluster.directory.secret(COSIGNER);
  const readies = descriptor.readies.map((ready) =>
    ready.party === THREE ? signReady({ cluster: id, key: key.id, subject, ...ready, ...change }, secret) : ready,
  );
  return { ...descriptor, readies };
}

test('what it approves is attested by its module, for one session, in the place after the last', async () => {
  const attestor = attestorOf(cluster.directory.cluster, COSIGNER);
  const places: number[] = [];
  for (const text of ['one', 'two']) {
    const descriptor = await sign(text);
    expect(descriptor.readies[0]?.attestation).toBeNull();
    const [, ready] = descriptor.readies;
    const attested = ready ? attestedReady(ready, aboutReady(descriptor)) : null;
    if (!attested || !attestor) throw new Error('nothing attested');
    expect(verifyAttestation(attested, attestor.publicKey)).toBe(true);
    places.push(attested.statement.sequence);
  }
  expect(places[1]).toBe((places[0] ?? 0) + 1);
  expect((await status()).attestation).toMatchObject({ sequence: places[1], heard: 2, needed: 2, setback: null });
});

test('its acknowledgement of a made key is attested too', async () => {
  const delivery = { order: key.encodedOrder, certificate: key.encodedCertificate };
  const { acknowledgement } = await coordinator.control.call(COSIGNER, 'deliverCertificate', delivery);
  const decoded = decodeCbor(acknowledgementCodec, acknowledgement, 4096);
  const attested = attestedAcknowledgement(decoded, key.certificate, COSIGNER);
  const publicKey = attestorOf(cluster.directory.cluster, COSIGNER)?.publicKey ?? new Uint8Array();
  expect(attested && verifyAttestation(attested, publicKey)).toBe(true);
});

describe('attack 43: the identity key of a cosigner is worth nothing without its module', () => {
  let request: TestRequest;
  let honest: SigningDescriptor;
  beforeAll(async () => {
    request = ask('stolen');
    honest = await describeSession(request);
  });

  const refusal = (descriptor: SigningDescriptor) => offer(coordinator, 'node-1', request, descriptor);
  const refused = (code: string) => ({ kind: 'refused', value: expect.objectContaining({ code }) });

  test('a session without its attestation gets no share', async () => {
    expect(await refusal(withReady(honest, { attestation: null }))).toEqual(refused('no-attestation'));
  });

  test('nor with one by another key, of other fresh bytes, of other rules, or in another place', async () => {
    const attestation = honest.readies[1]?.attestation;
    if (!attestation) throw new Error('nothing attested');
    const statement = attestedReady(honest.readies[1] as Ready, aboutReady(honest))?.statement;
    if (!statement) throw new Error('nothing attested');
    const signature = p256.sign(attestedBytes(statement), new Uint8Array(32).fill(1), { prehash: true, lowS: true });
    const changes: readonly Partial<Ready>[] = [
      { attestation: { ...attestation, signature } },
      { nonce: new Uint8Array(32).fill(2) },
      { policyHash: new Uint8Array(32).fill(2) },
      { attestation: { ...attestation, sequence: attestation.sequence + 1 } },
      { attestation: { ...attestation, expiresAt: attestation.expiresAt + 1 } },
    ];
    for (const change of changes)
      expect(await refusal(withReady(honest, change))).toEqual(refused('false-attestation'));
  });

  test('nor with one of another request', async () => {
    const other = (await describeSession(ask('something else'))).readies[1];
    expect(await refusal(withReady(honest, { ...other }))).toEqual(refused('false-attestation'));
  });

  test('nor twice with the same', async () => {
    expect((await refusal(honest)).kind).not.toBe('signed'); // node-3 was not asked to take part
    const again = {
      ...honest,
      readies: (await describeSession(request)).readies.slice(0, 1).concat(honest.readies[1] ?? []),
    };
    expect(await refusal(again)).toEqual(refused('used-attestation'));
  });
});

test('attack 40: a cosigner that starts attests nothing before enough others say what they witnessed', async () => {
  await cluster.stop('node-2');
  await cluster.restart(COSIGNER);
  await coordinator.linked(['node-1', COSIGNER]);
  const answer = await coordinator.control.call(COSIGNER, 'authorize', {
    request: ask('early').encoded,
    reserve: false,
    signers: null,
  });
  expect(answer).toEqual({
    kind: 'denied',
    value: {
      code: 'cannot-attest',
      reasons: [
        'node-3 attests nothing yet: 1 of 2 other nodes have told it since its start what they witnessed of its module',
      ],
    },
  });
  expect((await status()).attestation).toMatchObject({ heard: 1, needed: 2 });
  await cluster.start('node-2');
  await coordinator.linked();
  await sign('late enough');
}, 60_000);

test('attack 40: a cosigner restored from a backup is found out, and goes on from what others witnessed', async () => {
  const data = join(dirname(cluster.directory.nodeConfig(COSIGNER)), 'data');
  await cluster.stop(COSIGNER);
  await cp(data, `${data}.backup`, { recursive: true });
  await cluster.start(COSIGNER);
  await coordinator.linked();
  const before = (await status()).attestation?.sequence ?? 0;
  await sign('after the backup');
  await cluster.stop(COSIGNER);
  await rm(data, { recursive: true });
  await cp(`${data}.backup`, data, { recursive: true });
  await cluster.start(COSIGNER);
  await coordinator.linked();
  await eventually('the setback', async () => (await status()).attestation?.setback !== null);
  expect((await status()).attestation).toMatchObject({
    sequence: before + 1,
    setback: { from: before, to: before + 1 },
  });
  expect(
    cluster.logOf(COSIGNER).filter(({ msg }) => `${msg}`.includes('records older than what others witnessed')),
  ).toHaveLength(1);
  await sign('going on');
  expect((await status()).attestation).toMatchObject({ sequence: before + 2, setback: { from: before } });
}, 60_000);
