import type { VerifiedKey } from '@quorate/client';
import type { FrameTap } from '@quorate/network';
import { type AttemptView, clusterId, fromBase64, nodeById } from '@quorate/requests';
import { type Conviction, equalBytes, signingSessionId, verifyEvidence } from '@quorate/tss-core';
import { bigintModExp } from '@quorate/tss-core/ecdsa';
import { TEST_PROFILE } from '@quorate/tss-core/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { auditWire } from '../support/auditWire.ts';
import { slowToAnswer, withholdSignatures } from '../support/controlFrames.ts';
import { makeKey, signText } from '../support/deskClient.ts';
import { eventually } from '../support/eventually.ts';
import { falsehood, honest, inTurn } from '../support/faults.ts';
import { type InProcessNetwork, inProcessNetwork } from '../support/inProcessNetwork.ts';
import { metricOf } from '../support/nonceStock.ts';
import { type PresignatureRig, presignatureRig } from '../support/presignatureRig.ts';
import { keepPresignatures, presigned, roundsOf, stockOf } from '../support/presignatures.ts';
import { wireLog } from '../support/wireLog.ts';

// Threshold ECDSA as a desk and its admins have it, on short numbers.

const LIAR = 'node-3';
const wire = wireLog();
let tap: FrameTap = honest;
let network: InProcessNetwork;
let key: VerifiedKey;
let second: VerifiedKey;
/** Once the coordinator's place is empty. */
let stock: PresignatureRig;

beforeAll(async () => {
  const recorded = wire.recording((...frame) => tap(...frame));
  network = await inProcessNetwork({ shortEcdsa: true, roundTimeoutMs: 10_000, tap: recorded });
  await network.linked();
  key = await makeKey(network.cluster.directory, network.client, 'ether', 'ecdsa-secp256k1');
}, 180_000);

afterAll(() => network?.[Symbol.asyncDispose](), 60_000);

/** What anybody makes of the evidence that an attempt ended with. */
function convictionOf(attempt: AttemptView | undefined): Conviction {
  const { cluster } = network.cluster.directory;
  const identityOf = (node: string) => Uint8Array.from(Buffer.from(nodeById(cluster, node).identity, 'hex'));
  const engine = { modExp: bigintModExp, profile: TEST_PROFILE };
  return verifyEvidence(fromBase64(attempt?.evidence ?? ''), { cluster: clusterId(cluster), identityOf }, engine);
}

function auxCeremonies(): number {
  const ended = network.cluster.logOf('node-1').filter(({ msg }) => msg === 'session ended');
  return ended.filter(({ kind }) => kind === 'aux').length;
}

test('the first ECDSA key of some nodes makes their aux generation, the second one uses it', async () => {
  expect(auxCeremonies()).toBe(1);
  second = await makeKey(network.cluster.directory, network.client, 'more-ether', 'ecdsa-secp256k1');
  expect(auxCeremonies()).toBe(1);
  const { view } = await signText(network.client, second, 'from the second key');
  expect(view.signatures).toEqual([expect.stringMatching(/^[0-9a-f]{130}$/)]);
}, 120_000);

test.each([
  { what: 'a product that is none of what it proved', round: 2, code: 'invalid-proof' },
  { what: 'a false signature share', round: 5, code: 'invalid-share' },
])(
  '$what convicts its sender by evidence that anybody can check, and the next attempt does without it',
  async ({ round, code, what }) => {
    const { directory } = network.cluster;
    // The honest alternative answers late, so that the liar is chosen.
    tap = inTurn(slowToAnswer('node-2', 300), falsehood(LIAR, directory.secret(LIAR), round), withholdSignatures(LIAR));
    const { view, signers } = await signText(network.client, key, what);
    tap = honest;
    const convicted = view.attempts.find(({ outcome }) => outcome === 'fault');
    expect(convicted).toMatchObject({ fault: code, culprits: [LIAR] });
    expect(signers).toEqual(['node-1', 'node-2']);
    const culprits = [{ party: 3, node: LIAR }];
    expect(convictionOf(convicted)).toMatchObject({ code, kind: 'ecdsa-signing', culprits });
  },
  120_000,
);

test('a node that restarts signs with the shares and the aux secrets that it stored', async () => {
  await network.cluster.restart('node-2');
  await network.cluster.stop('node-1');
  await network.linked(['node-2', 'node-3']);
  const { signers } = await signText(network.client, key, 'after a restart');
  expect(signers).toEqual(['node-2', 'node-3']);
  await network.cluster.start('node-1');
  await network.linked();
}, 120_000);

test('a node that is stopped in the middle is left out, and blamed for nothing', async () => {
  const asked = signText(network.client, key, 'while a node goes');
  await new Promise((resolve) => setTimeout(resolve, 150));
  await network.cluster.stop('node-3');
  const { view } = await asked;
  expect(view.attempts.flatMap(({ culprits }) => culprits)).toEqual([]);
  await network.cluster.start('node-3');
}, 120_000);

test('nodes that keep no presignatures prepare nothing else for ECDSA', async () => {
  await signText(network.client, key, 'and then a rest');
  await new Promise((resolve) => setTimeout(resolve, 1000));
  for (const node of network.cluster.nodeIds) await randomizersOf(node);
  expect(await Promise.all(network.cluster.nodeIds.map(randomizersOf))).toEqual([0, 0, 0]);
}, 60_000);

/** At the time when it was asked before. */
function randomizersOf(node: string): Promise<number> {
  return metricOf(network.cluster, node, 'quorate_randomizers_prepared');
}

describe('with presignatures in stock', () => {
  let signers: string;

  beforeAll(async () => {
    await keepPresignatures(network, { low: 1, high: 3 });
    await network.linked();
    signers = await presigned(network.cluster, 'ether', 3);
  }, 120_000);

  test('nodes that rest have prepared randomizers for four sessions without one', async () => {
    for (const node of signers.split(',')) {
      await eventually(`${node} to prepare`, async () => (await randomizersOf(node)) >= 4 * 24);
    }
  }, 60_000);

  test('a key is signed for in one round, what is used up shows, and the stock is filled again', async () => {
    const [first = ''] = signers.split(',');
    for (const left of [2, 1]) {
      const signed = await signText(network.client, key, `${left} are left`);
      expect(signed.signers.join(',')).toBe(signers);
      expect(await roundsOf(network.cluster, first, signed)).toBe('1');
    }
    expect(await presigned(network.cluster, 'ether', 3)).toBe(signers);
    expect(await metricOf(network.cluster, first, 'quorate_presignatures_reserved_total')).toBe(2);
    const status = await network.client.status();
    const stocks = status.kind === 'done' ? status.value.nodes.flatMap(({ presignatures }) => presignatures ?? []) : [];
    expect(stocks).toContainEqual({ key: 'ether', signers: signers.split(','), size: 3 });
  }, 60_000);

  test('attack 31: a false share made with one convicts its sender offline, and the next attempt does without both', async () => {
    const { directory } = network.cluster;
    const liar = signers.split(',').at(-1) ?? '';
    tap = inTurn(falsehood(liar, directory.secret(liar), 1), withholdSignatures(liar));
    const { view } = await signText(network.client, key, 'a false share in one round');
    tap = honest;
    expect(view.attempts.map(({ outcome }) => outcome)).toEqual(['fault', 'signed']);
    expect(convictionOf(view.attempts[0])).toMatchObject({ code: 'invalid-share', culprits: [{ node: liar }] });
    expect(await presigned(network.cluster, 'ether', 2)).toBe(signers);
  }, 120_000);

  test('a node that restarts has none, its co-signers give up theirs, and signing goes on', async () => {
    const [first = '', second = ''] = signers.split(',');
    await network.cluster.restart(second);
    await network.linked();
    const { view } = await signText(network.client, key, 'with a node that has none');
    expect(view.attempts.map(({ outcome, culprits }) => [outcome, culprits])).toEqual([['signed', []]]);
    await eventually(`${first} and ${second} to be in step`, async () => {
      const sizes = [first, second].map((node) => stockOf(network.cluster, node, 'ether', signers));
      return new Set(await Promise.all(sizes)).size === 1;
    });
  }, 120_000);
});

describe('attacks 1, 5 and 6: a coordinator that would have a presignature used otherwise', () => {
  beforeAll(async () => {
    // Nobody has asked for signatures by this one since there are stocks, so that a full one stays it.
    const signers = (await presigned(network.cluster, 'more-ether', 3)).split(',');
    await network.stopCoordinator();
    stock = await presignatureRig(network.cluster, second, signers);
  }, 120_000);

  afterAll(async () => {
    await stock?.coordinator[Symbol.asyncDispose]();
    await network.startCoordinator();
  });

  test('gets no share for a second session or message, from anybody', async () => {
    const [one, other] = [stock.request('pay Alice'), stock.request('pay Mallory')];
    const honestOne = stock.descriptor(one, await stock.readies(one));
    const later = await stock.readies(other);
    const { presignatures } = honestOne;
    const swapped = later.map((ready) => ({ ...ready, reservation: presignatures[0] ?? null }));
    for (const readies of [later, swapped]) {
      const offered = { ...stock.descriptor(other, readies), presignatures };
      expect(await stock.offer(other, offered)).toEqual([
        refused('descriptor-mismatch'),
        refused('descriptor-mismatch'),
      ]);
    }
    expect(await stock.offer(one, honestOne)).toMatchObject([{ kind: 'signed' }, { kind: 'signed' }]);
    const again = { ...honestOne, presignatures: [] };
    expect(await stock.offer(one, again)).toEqual([refused('ready-unknown'), refused('ready-unknown')]);
  }, 60_000);

  test('cannot pair signers who have come to different ones; they sign in five rounds, and are in step again', async () => {
    const [ahead, both] = [stock.request('only one is asked'), stock.request('both are asked')];
    await stock.readies(ahead, 1);
    const apart = stock.descriptor(both, await stock.readies(both));
    expect(await stock.offer(both, apart)).toEqual([refused('descriptor-mismatch'), refused('descriptor-mismatch')]);
    await stock.refill(2);
    const next = stock.request('in step again');
    await stock.readies(ahead, 1);
    const differing = stock.descriptor(next, await stock.readies(next));
    expect(differing.presignatures).toHaveLength(2);
    expect(await stock.offer(next, differing)).toEqual([
      refused('descriptor-mismatch'),
      refused('descriptor-mismatch'),
    ]);
    const inFive = { ...differing, presignatures: [] };
    expect(await stock.offer(next, inFive)).toMatchObject([{ kind: 'signed' }, { kind: 'signed' }]);
    await stock.refill(1);
    const last = stock.request('with the one that is next');
    const inOne = stock.descriptor(last, await stock.readies(last));
    expect(await stock.offer(last, inOne)).toMatchObject([{ kind: 'signed' }, { kind: 'signed' }]);
  }, 120_000);

  test('has none made out of order or beyond what there is room for, and empties no stock by asking', async () => {
    await stock.refill(3);
    const [node = ''] = stock.nodes;
    expect(await stock.propose(node, 1000)).toMatchObject({ kind: 'denied', value: { code: 'stock-full' } });
    const asked = stock.request('again and again');
    const readies = [];
    for (let i = 0; i < 5; i++) readies.push(...(await stock.readies(asked, 1)));
    expect(readies.map(({ reservation }) => reservation !== null)).toEqual([true, true, false, false, false]);
    expect(await stock.propose(node, 0)).toMatchObject({ kind: 'denied', value: { code: 'out-of-order' } });
  }, 60_000);
});

test('attack 1: whatever was tried, no presignature has served in two sessions', () => {
  const { since, batches, offers } = wire;
  const audited = auditWire({ since, batches, offers: [...offers, ...stock.offers] });
  expect(audited.pairs).toBeGreaterThanOrEqual(5);
  expect(audited.presignings).toBeGreaterThan(2 * audited.pairs);
});

test('attack 1: an audit of the wire finds a presignature that has served twice', () => {
  const { since, batches, offers } = wire;
  const once = offers.find(({ presignatures }) => presignatures.length > 0);
  if (!once) throw new Error('no session was offered with a presignature');
  const again = { ...once, requestHash: new Uint8Array(32) };
  const [first, session] = [signingSessionId(once), signingSessionId(again)];
  const said = since().filter(({ envelope }) => equalBytes(envelope.session, first));
  const repeated = said.map((sent) => ({ ...sent, envelope: { ...sent.envelope, session } }));
  const twice = { since: () => [...since(), ...repeated], batches, offers: [...offers, again] };
  expect(() => auditWire(twice)).toThrow(/^nonce pair/);
});

const refused = (code: string) =>
  expect.objectContaining({ kind: 'refused', value: expect.objectContaining({ code }) });
