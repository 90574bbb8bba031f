import { type StreamHandle, sessionFrameCodec, sessionProtocolLimits } from '@quorate/network';
import { type PartyIndex, partyIndex, type SigningDescriptor, signingSessionId } from '@quorate/tss-core';
import {
  bytes,
  ENVELOPE_VERSION,
  encodeCbor,
  encodeFrame,
  inboxHash,
  list,
  signEnvelope,
  struct,
} from '@quorate/tss-core/wire';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { honest, lateInRound } from '../support/faults.ts';
import { messagesOf, SIGNERS, type Siege, siege } from '../support/siege.ts';
import { offer, offerToAll, readyOf, signingDescriptor } from '../support/signing.ts';
import { testCoordinator } from '../support/testCoordinator.ts';

// Attack 35, the half that swaps nothing: true sessions and true readies, used again, after restarts, too late, or shown
// to some and not to others. Asserted on the wire: no frame of any node carries a signature share.

const [ONE, TWO] = SIGNERS;
const THREE = partyIndex(3);
const NODES = ['node-1', 'node-2', 'node-3'];
let scene: Siege;

beforeAll(async () => {
  scene = await siege();
}, 60_000);

afterAll(() => scene?.[Symbol.asyncDispose]());

describe('replays', () => {
  test('a session that was run is not run again, nor are its readies good for another', async () => {
    const request = scene.payment(scene.solanaKey);
    const used = await scene.descriptor(scene.solanaKey, request);
    for (const { kind } of await offerToAll(scene.coordinator, scene.solanaKey, request, used))
      expect(kind).toBe('signed');
    const fresh = await readyOf(scene.coordinator, 'node-3', request);
    const [first] = used.readies;
    if (!first) throw new Error('node-1 was ready');
    const shares = await scene.sharesDuring(async () => {
      expect(await scene.refusals(request, used)).toEqual(['session-used', 'session-used']);
      const again: SigningDescriptor = { ...used, assignment: [[ONE, THREE]], readies: [first, fresh] };
      const [one] = await offerToAll(scene.coordinator, scene.solanaKey, request, again);
      expect(one).toMatchObject({ kind: 'refused', value: { code: 'ready-unknown' } });
    });
    expect(shares).toEqual([]);
  });

  test('a session offered twice at the same time is run once', async () => {
    const request = scene.payment(scene.bitcoinKey);
    const descriptor = await scene.descriptor(scene.bitcoinKey, request);
    const shares = await scene.sharesDuring(async () => {
      const answers = await Promise.all(
        [1, 2].map(() => offerToAll(scene.coordinator, scene.bitcoinKey, request, descriptor)),
      );
      const kinds = answers.flat().map(({ kind }) => kind);
      expect(kinds.sort()).toEqual(['refused', 'refused', 'signed', 'signed']);
    });
    expect(shares).toEqual(['node-1 -> node-2', 'node-2 -> node-1']);
  });

  test('a node that restarted has left every session, whatever it said before', async () => {
    const request = scene.payment(scene.bitcoinKey);
    const unused = await scene.descriptor(scene.bitcoinKey, request);
    const used = await scene.descriptor(scene.bitcoinKey, request);
    await offerToAll(scene.coordinator, scene.bitcoinKey, request, used);
    for (const node of ['node-1', 'node-2']) await scene.cluster.restart(node);
    await scene.coordinator.linked();
    const shares = await scene.sharesDuring(async () => {
      expect(await scene.refusals(request, unused)).toEqual(['ready-unknown', 'ready-unknown']);
      expect(await scene.refusals(request, used)).toEqual(['ready-unknown', 'ready-unknown']);
    });
    expect(shares).toEqual([]);
  });

  test('a request that has expired since is refused, whatever was answered before', async () => {
    const request = scene.payment(scene.solanaKey);
    const descriptor = await scene.descriptor(scene.solanaKey, request);
    scene.laterMs = 3601 * 1000;
    const shares = await scene.sharesDuring(async () => {
      expect(await scene.refusals(request, descriptor)).toEqual(['expired', 'expired']);
    });
    scene.laterMs = 0;
    expect(shares).toEqual([]);
  });
});

test('a session that is dragged out until its request has expired gets no share from then on', async () => {
  const request = scene.payment(scene.solanaKey);
  onTestFinished(() => {
    scene.laterMs = 0;
    scene.tap = honest;
  });
  scene.laterMs = request.request.expiresAt * 1000 - 1000 - Date.now();
  const descriptor = await scene.descriptor(scene.solanaKey, request);
  scene.tap = lateInRound('node-2', 'node-1', 1, 1500);
  const shares = await scene.sharesDuring(async () => {
    const [one] = await offerToAll(scene.coordinator, scene.solanaKey, request, descriptor);
    expect(one).toMatchObject({ kind: 'stalled', value: { reason: 'the request has expired' } });
  });
  expect(shares).toEqual(['node-2 -> node-1']);
});

describe('split views', () => {
  test('two sessions for one request with different messages: the false one is refused, the true one gets no share', async () => {
    const request = scene.payment(scene.bitcoinKey);
    const truth = await scene.descriptor(scene.bitcoinKey, request);
    const messages = messagesOf(scene.bitcoinKey, scene.paymentIntent(scene.bitcoinKey, 99_000n, 6));
    const shares = await scene.sharesDuring(async () => {
      const [one, two] = await Promise.all([
        offer(scene.coordinator, 'node-1', request, truth),
        offer(scene.coordinator, 'node-2', request, { ...truth, messages }),
      ]);
      expect([one.kind, two.kind]).toEqual(['stalled', 'refused']);
    });
    expect(shares).toEqual([]);
  });

  test('two true sessions for one request, one for each node: no share', async () => {
    const request = scene.payment(scene.solanaKey);
    const first = await scene.descriptor(scene.solanaKey, request);
    const again = await readyOf(scene.coordinator, 'node-2', request);
    const second = { ...first, readies: [...first.readies.filter(({ party }) => party !== TWO), again] };
    const shares = await scene.sharesDuring(async () => {
      const [one, two] = await Promise.all([
        offer(scene.coordinator, 'node-1', request, first),
        offer(scene.coordinator, 'node-2', request, second),
      ]);
      expect([one.kind, two.kind]).toEqual(['stalled', 'stalled']);
    });
    expect(shares).toEqual([]);
  });

  test('a session offered to one of its signers only: no share', async () => {
    const request = scene.payment(scene.solanaKey);
    const descriptor = await scene.descriptor(scene.solanaKey, request);
    const shares = await scene.sharesDuring(async () => {
      const answer = await offer(scene.coordinator, 'node-1', request, descriptor);
      expect(answer).toMatchObject({ kind: 'stalled', value: { missing: [TWO] } });
    });
    expect(shares).toEqual([]);
  });

  test('one ready in two sessions at the same time serves in one', async () => {
    const request = scene.payment(scene.bitcoinKey);
    const [one, two, three] = await Promise.all(NODES.map((node) => readyOf(scene.coordinator, node, request)));
    if (!one || !two || !three) throw new Error('all were ready');
    const about = await scene.descriptor(scene.bitcoinKey, request);
    const withTwo: SigningDescriptor = { ...about, readies: [one, two] };
    const withThree: SigningDescriptor = { ...about, assignment: [[ONE, THREE]], readies: [one, three] };
    const shares = await scene.sharesDuring(async () => {
      const answers = await Promise.all([
        offer(scene.coordinator, 'node-1', request, withTwo),
        offer(scene.coordinator, 'node-1', request, withThree),
        offer(scene.coordinator, 'node-2', request, withTwo),
        offer(scene.coordinator, 'node-3', request, withThree),
      ]);
      expect(answers.filter(({ kind }) => kind === 'signed')).toHaveLength(2);
    });
    expect(shares.filter((share) => share.startsWith('node-1'))).toHaveLength(1);
  });
});

test('a coordinator that speaks as a party is not heard', async () => {
  await scene.coordinator[Symbol.asyncDispose]();
  let speak: StreamHandle | undefined;
  await using rogue = await testCoordinator(scene.cluster.directory, (host) => {
    speak = host.registerStream({ ...sessionProtocolLimits, onFrame: () => undefined });
  });
  await rogue.linked();
  const request = scene.payment(scene.solanaKey);
  const descriptor = await signingDescriptor(rogue, scene.solanaKey, request, SIGNERS);
  const shares = await scene.sharesDuring(async () => {
    const asked = offer(rogue, 'node-1', request, descriptor);
    for (let i = 0; i < 5; i++) await speak?.send('node-1', firstRoundOf(TWO, descriptor));
    expect(await asked).toMatchObject({ kind: 'stalled', value: { missing: [TWO] } });
  });
  expect(shares).toEqual([]);
  expect(dropped('node-1', 'not-a-member')).toBe(5);
});

/** Commitments of party `from` that it never made, in an envelope signed with the only identity key there is for it. */
function firstRoundOf(from: PartyIndex, descriptor: SigningDescriptor): Uint8Array {
  const { cluster: id, key, epoch, groupKey } = descriptor;
  const session = signingSessionId(descriptor);
  const header = { version: ENVELOPE_VERSION, cluster: id, key, epoch, session } as const;
  const pair = struct<{ D: Uint8Array; E: Uint8Array }>({ D: bytes(32), E: bytes(32) });
  const body = encodeCbor(list(pair, { max: 1 }), [{ D: groupKey, E: groupKey }]);
  const value = signEnvelope(
    { ...header, round: 1, from, to: 'all', inbox: inboxHash([]), body },
    scene.cluster.directory.secret('coordinator-1'),
  );
  return encodeCbor(sessionFrameCodec, { session, payload: encodeFrame({ kind: 'envelope', value }) });
}

function dropped(node: string, reason: string): number {
  return scene.cluster.logOf(node).filter((line) => line.msg === 'session frame dropped' && line.reason === reason)
    .length;
}
