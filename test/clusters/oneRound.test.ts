import { ed25519 } from '@noble/curves/ed25519.js';
import { schnorr } from '@noble/curves/secp256k1.js';
import { COMMITMENTS_PROTOCOL, type FrameTap, type SignResult } from '@quorate/network';
import {
  isPrepared,
  type PartyIndex,
  partyIndex,
  publicKeyOf,
  type SigningDescriptor,
  signingSessionId,
} from '@quorate/tss-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createTestKey, type TestKey } from '../support/ceremonies.ts';
import { honest } from '../support/faults.ts';
import { type InProcessCluster, inProcessCluster } from '../support/inProcessCluster.ts';
import { metricOf, stocked } from '../support/nonceStock.ts';
import {
  messageRequest,
  offer,
  offerToAll,
  prepared,
  readyOf,
  signingDescriptor,
  type TestRequest,
} from '../support/signing.ts';
import { type TestCoordinator, testCoordinator } from '../support/testCoordinator.ts';
import { type WireLog, wireLog } from '../support/wireLog.ts';

const [ONE, TWO, THREE] = [1, 2, 3].map(partyIndex) as [PartyIndex, PartyIndex, PartyIndex];
let tap: FrameTap = honest;
const wire: WireLog = wireLog();
let cluster: InProcessCluster;
let coordinator: TestCoordinator;
let ed25519Key: TestKey;
let taprootKey: TestKey;

beforeAll(async () => {
  cluster = await inProcessCluster({
    nonces: { low: 4, high: 12 },
    tap: wire.recording((...frame) => tap(...frame)),
  });
  coordinator = await testCoordinator(cluster.directory);
  await coordinator.linked();
  ed25519Key = await createTestKey(cluster.directory, coordinator, 'frost-ed25519', 'solana');
  taprootKey = await createTestKey(cluster.directory, coordinator, 'frost-secp256k1-tr', 'bitcoin');
});

beforeEach(async () => {
  tap = honest;
  await stocked(cluster, 'solana');
  await stocked(cluster, 'bitcoin');
});

afterAll(async () => {
  await coordinator?.[Symbol.asyncDispose]();
  await cluster?.[Symbol.asyncDispose]();
});

/** A session for which every signer has set nonces aside. */
async function preparedSession(key: TestKey, request: TestRequest, signers: readonly PartyIndex[] = [ONE, TWO]) {
  const descriptor = await signingDescriptor(coordinator, key, request, signers, true);
  expect(isPrepared(descriptor)).toBe(true);
  return descriptor;
}

const textRequest = (key: TestKey, text: string) => messageRequest(cluster.directory, key.id, text);

function signaturesOf(result: SignResult | undefined): readonly Uint8Array[] {
  if (result?.kind !== 'signed') throw new Error(JSON.stringify(result));
  return result.value.signatures;
}

function expectValid(key: TestKey, request: TestRequest, results: readonly SignResult[]): void {
  const publicKey = publicKeyOf(key.certificate);
  const [message] = prepared(request, key).messages;
  for (const result of results) {
    const [signature] = signaturesOf(result);
    if (!message || !signature) throw new Error('one message, one signature');
    const isEd25519 = key === ed25519Key;
    const holds = isEd25519
      ? ed25519.verify(signature, message, publicKey, { zip215: false })
      : schnorr.verify(signature, message, publicKey);
    expect(holds).toBe(true);
  }
}

describe('with nonces given in advance', () => {
  test.each<[string, () => TestKey, readonly PartyIndex[]]>([
    ['an Ed25519 key', () => ed25519Key, [ONE, TWO]],
    ['an Ed25519 key, other signers', () => ed25519Key, [TWO, THREE]],
    ['a taproot key', () => taprootKey, [ONE, THREE]],
  ])('signers of %s say one thing each, and all have a valid signature', async (_, key, signers) => {
    const request = textRequest(key(), 'hello');
    const descriptor = await preparedSession(key(), request, signers);
    const mark = wire.mark();
    expectValid(key(), request, await offerToAll(coordinator, key(), request, descriptor));
    const said = wire.since(mark).map(({ envelope: { from, round } }) => [from, round]);
    expect(said.sort()).toEqual(signers.map((party) => [party, 1]));
  });

  test('the log and the metrics of a node tell in how many rounds it signed', async () => {
    const request = textRequest(ed25519Key, 'to be found in the log');
    const before = await metricOf(cluster, 'node-1', 'quorate_signing_sessions_by_rounds_total{rounds="1"}');
    const descriptor = await preparedSession(ed25519Key, request);
    await offerToAll(coordinator, ed25519Key, request, descriptor);
    const line = cluster.logOf('node-1').find((one) => one.request === request.request.id && 'rounds' in one);
    expect(line).toMatchObject({ msg: 'session ended', outcome: 'done', rounds: '1' });
    expect(await metricOf(cluster, 'node-1', 'quorate_signing_sessions_by_rounds_total{rounds="1"}')).toBe(before + 1);
  });

  test('stocks are filled again while sessions run, and no nonce serves twice', async () => {
    const used: string[] = [];
    let inOneRound = 0;
    for (let i = 0; i < 30; i++) {
      const request = textRequest(ed25519Key, `no. ${i}`);
      const descriptor = await signingDescriptor(coordinator, ed25519Key, request, [ONE, TWO], true);
      if (isPrepared(descriptor)) inOneRound++;
      used.push(...reservedIn(descriptor));
      const results = await offerToAll(coordinator, ed25519Key, request, descriptor);
      if (results.every(({ kind }) => kind === 'signed')) expectValid(ed25519Key, request, results);
      else expect(refusedFor(results)).toContain('batch-unknown');
    }
    expect(inOneRound).toBeGreaterThan(12);
    expect(new Set(used).size).toBe(used.length);
  });

  test('many sessions at the same time', async () => {
    const requests = Array.from({ length: 6 }, (_, i) => textRequest(taprootKey, `at once, no. ${i}`));
    const results = await Promise.all(
      requests.map(async (request) => {
        const descriptor = await signingDescriptor(coordinator, taprootKey, request, [TWO, THREE], true);
        return offerToAll(coordinator, taprootKey, request, descriptor);
      }),
    );
    for (const [i, both] of results.entries()) {
      const request = requests[i];
      if (request) expectValid(taprootKey, request, both);
    }
  });

  test('a ready with nonces set aside serves a session of two rounds too, and they are lost', async () => {
    const request = textRequest(ed25519Key, 'in two after all');
    const descriptor = await preparedSession(ed25519Key, request);
    const inTwo = { ...descriptor, presignatures: [] };
    expectValid(ed25519Key, request, await offerToAll(coordinator, ed25519Key, request, inTwo));
    const again = await offerToAll(coordinator, ed25519Key, request, descriptor);
    expect(refusedFor(again)).toEqual(['ready-unknown', 'ready-unknown']);
  });
});

/** Batch and place of every nonce pair that a session refers to. */
function reservedIn({ presignatures }: SigningDescriptor): string[] {
  return presignatures.map(({ batch, first }) => `${Buffer.from(batch).toString('hex')} ${first}`);
}

function refusedFor(results: readonly SignResult[]): string[] {
  return results.map((result) => (result.kind === 'refused' ? result.value.code : result.kind));
}

describe('attack 1: whatever a coordinator offers, a nonce signs once', () => {
  let request: TestRequest;
  let honestOne: SigningDescriptor;
  beforeEach(async () => {
    request = textRequest(ed25519Key, 'pay 1 to alice');
    honestOne = await preparedSession(ed25519Key, request);
  });

  test('the same session again is refused', async () => {
    expectValid(ed25519Key, request, await offerToAll(coordinator, ed25519Key, request, honestOne));
    const mark = wire.mark();
    const again = await offerToAll(coordinator, ed25519Key, request, honestOne);
    expect(refusedFor(again)).toEqual(['session-used', 'session-used']);
    expect(wire.since(mark)).toEqual([]);
  });

  test('two sessions that name one reservation: the ready serves in one of them', async () => {
    const fresh = await readyOf(coordinator, 'node-3', request, true);
    const other: SigningDescriptor = {
      ...honestOne,
      assignment: [[ONE, THREE]],
      readies: [...honestOne.readies.slice(0, 1), fresh],
      presignatures: [...honestOne.presignatures.slice(0, 1), ...(fresh.reservation ? [fresh.reservation] : [])],
    };
    expect(signingSessionId(other)).not.toEqual(signingSessionId(honestOne));
    expectValid(ed25519Key, request, await offerToAll(coordinator, ed25519Key, request, honestOne));
    const answer = await offer(coordinator, 'node-1', request, other);
    expect(answer).toMatchObject({ kind: 'refused', value: { code: 'ready-unknown' } });
  });

  test.each<[string, (honest: SigningDescriptor) => Partial<SigningDescriptor>]>([
    ['other nonces than set aside', ({ presignatures }) => ({ presignatures: presignatures.map(moved) })],
    ['nonces of one signer', ({ presignatures }) => ({ presignatures: presignatures.slice(1) })],
    ['nonces of the signers swapped', ({ presignatures }) => ({ presignatures: [...presignatures].reverse() })],
    ['a reservation changed in a ready', changedInReady],
  ])('%s: refused by both', async (_, change) => {
    const mark = wire.mark();
    const answers = await offerToAll(coordinator, ed25519Key, request, { ...honestOne, ...change(honestOne) });
    expect(refusedFor(answers)).toEqual(['descriptor-mismatch', 'descriptor-mismatch']);
    expect(wire.since(mark)).toEqual([]);
  });

  test('nonces set aside for one request serve no other', async () => {
    const other = textRequest(ed25519Key, 'pay 999 to mallory');
    const { messages } = prepared(other, ed25519Key);
    const changed = { ...honestOne, requestHash: other.hash, messages };
    const answers = await offerToAll(coordinator, ed25519Key, other, changed);
    expect(refusedFor(answers)).toEqual(['descriptor-mismatch', 'descriptor-mismatch']);
  });
});

function moved<T extends { readonly first: number }>(reservation: T): T {
  return { ...reservation, first: reservation.first + 1 };
}

function changedInReady({ readies, presignatures }: SigningDescriptor): Partial<SigningDescriptor> {
  const changed = readies.map((ready) => ({ ...ready, reservation: ready.reservation && moved(ready.reservation) }));
  return { readies: changed, presignatures: presignatures.map(moved) };
}

describe('where commitments are missing', () => {
  test('a node that restarted has forgotten its nonces and its peers’, and soon has new ones', async () => {
    const request = textRequest(ed25519Key, 'over a restart');
    const before = await preparedSession(ed25519Key, request);
    await cluster.restart('node-2');
    await coordinator.linked();
    const answers = await offerToAll(coordinator, ed25519Key, request, before);
    expect(refusedFor(answers)[1]).toBe('ready-unknown');
    expect(answers[0]?.kind).not.toBe('signed');
    await stocked(cluster, 'solana');
    await eventuallyInOneRound(ed25519Key);
    const after = await preparedSession(ed25519Key, request);
    const ofNode2 = [before, after].map(({ presignatures }) =>
      Buffer.from(presignatures[1]?.batch ?? []).toString('hex'),
    );
    expect(ofNode2[0]).not.toBe(ofNode2[1]);
  });

  test('a signer that never got a batch refuses it, two rounds do, and it asks for the batch', async () => {
    tap = (_from, to, protocol, frame) =>
      protocol === COMMITMENTS_PROTOCOL && to === 'node-3' ? [] : [{ frame, delayMs: 0 }];
    await cluster.restart('node-3');
    await coordinator.linked();
    await ownStock('node-3', 'solana');
    const request = textRequest(ed25519Key, 'with an empty hand');
    const answers = await offerToAll(
      coordinator,
      ed25519Key,
      request,
      await preparedSession(ed25519Key, request, [TWO, THREE]),
    );
    expect(refusedFor(answers)).toContain('batch-unknown');
    expect(refusedFor(answers)).not.toContain('signed');
    tap = honest;
    const inTwo = await signingDescriptor(coordinator, ed25519Key, request, [TWO, THREE]);
    expectValid(ed25519Key, request, await offerToAll(coordinator, ed25519Key, request, inTwo));
    await eventuallyInOneRound(ed25519Key, [TWO, THREE]);
  });
});

async function ownStock(node: string, key: string): Promise<void> {
  await expect
    .poll(() => metricOf(cluster, node, `quorate_nonces_stocked{key="${key}"}`), { timeout: 20_000 })
    .toBeGreaterThan(0);
}

/** Tries as a coordinator does, until peers have what is given to them. */
async function eventuallyInOneRound(key: TestKey, signers: readonly PartyIndex[] = [ONE, TWO]): Promise<void> {
  const attempt = async (i: number) => {
    const request = textRequest(key, `again, no. ${i}`);
    const descriptor = await signingDescriptor(coordinator, key, request, signers, true);
    const results = await offerToAll(coordinator, key, request, descriptor);
    return isPrepared(descriptor) && results.every(({ kind }) => kind === 'signed');
  };
  let tries = 0;
  await expect.poll(() => attempt(++tries), { timeout: 20_000, interval: 200 }).toBe(true);
}
