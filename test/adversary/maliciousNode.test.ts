import { randomBytes } from 'node:crypto';
import type { Signed, VerifiedKey } from '@quorate/client';
import { type ControlServer, type FrameTap, type SignResult, sessionFrameCodec } from '@quorate/network';
import { decodeSignedRequest, requestHash } from '@quorate/requests';
import { partyIndex, signReady } from '@quorate/tss-core';
import { encodeCbor } from '@quorate/tss-core/wire';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { slowToAnswer } from '../support/controlFrames.ts';
import { makeKey, signText } from '../support/deskClient.ts';
import { honest } from '../support/faults.ts';
import { type InProcessNetwork, inProcessNetwork } from '../support/inProcessNetwork.ts';
import { type RogueNode, rogueNode } from '../support/rogueNode.ts';

// One node of 2-of-3 is malicious, over real connections and with its own identity key. The others sign without it; it is
// convicted of what its own signed envelopes prove, and of nothing else; nobody else is ever blamed.

const ROGUE = 'node-3';
const OTHERS = ['node-1', 'node-2'];
let tap: FrameTap = honest;
let network: InProcessNetwork;
let key: VerifiedKey;

beforeAll(async () => {
  network = await inProcessNetwork({ transport: 'tcp', roundTimeoutMs: 1000, tap: (...frame) => tap(...frame) });
  await network.linked();
  key = await makeKey(network.cluster.directory, network.client, 'treasury', 'frost-ed25519');
}, 60_000);

beforeEach(() => {
  tap = honest;
});

afterAll(() => network?.[Symbol.asyncDispose]());

const sign = (text: string) => signText(network.client, key, text);
const culpritsOf = ({ view }: Signed) => view.attempts.flatMap(({ culprits }) => culprits);

describe('a rogue in the place of a node', () => {
  let rogue: RogueNode;

  beforeAll(async () => {
    await network.cluster.stop(ROGUE);
    rogue = await rogueNode(network.cluster.directory, ROGUE);
    await rogue.linked([...OTHERS, 'coordinator-1']);
  });

  beforeEach(() => {
    rogue.answers = {};
  });

  afterAll(async () => {
    await rogue[Symbol.asyncDispose]();
    await network.cluster.start(ROGUE);
    await network.linked();
  });

  /** Says that it is ready, in good form: so it can be chosen. */
  const authorize: ControlServer['authorize'] = ({ request: encoded }) => {
    const { request } = decodeSignedRequest(encoded);
    const about = { cluster: request.cluster, key: request.key, subject: requestHash(request), party: partyIndex(3) };
    const fresh = { nonce: Uint8Array.from(randomBytes(32)), policyHash: new Uint8Array(32) };
    const value = signReady({ ...about, ...fresh }, network.cluster.directory.secret(ROGUE));
    return { kind: 'ready', value };
  };

  test('that says nothing is left out, and blamed for nothing', async () => {
    const signed = await sign('beside a silent node');
    expect(signed.signers).toEqual(OTHERS);
    expect(culpritsOf(signed)).toEqual([]);
  });

  const ONE = partyIndex(1);
  const garbage = () => Uint8Array.from(randomBytes(64));
  test.each<[string, SignResult]>([
    ['that it has a signature, which is none', { kind: 'signed', value: { signatures: [garbage()] } }],
    [
      'that another node cheated, without proof',
      { kind: 'fault', value: { code: 'invalid-share', culprits: [ONE], evidence: garbage() } },
    ],
    [
      'that another node was silent',
      { kind: 'stalled', value: { missing: [ONE], left: [], reason: 'nothing from node-1' } },
    ],
    [
      'that nobody was silent and it failed',
      { kind: 'stalled', value: { missing: [], left: [], reason: 'who knows' } },
    ],
    ['that it will not', { kind: 'refused', value: { code: 'no-mood', reason: 'not today' } }],
  ])('that is ready and then says %s: the others sign, nobody is blamed', async (_, lie) => {
    rogue.answers = { authorize, sign: () => lie };
    tap = slowToAnswer('node-2', 300);
    const signed = await sign(`in spite of ${lie.kind}`);
    expect(signed.view.attempts[0]?.signers).toContain(ROGUE);
    expect(signed.signers).toEqual(OTHERS);
    expect(culpritsOf(signed)).toEqual([]);
  });

  test.each<[string, ControlServer['authorize']]>([
    ['denies everything', () => ({ kind: 'denied', value: { code: 'denied-by-rules', reasons: ['never'] } })],
    ['gives a false ready', async (...call) => disguised(await authorize(...call))],
  ])('that %s cannot keep the others from signing', async (_, lie) => {
    rogue.answers = { authorize: lie };
    const signed = await sign('without it');
    expect(signed.signers).toEqual(OTHERS);
    expect(culpritsOf(signed)).toEqual([]);
  });

  /** Another party's seat, under its own signature. */
  function disguised(answer: Awaited<ReturnType<ControlServer['authorize']>>) {
    return answer.kind === 'ready' ? { kind: 'ready' as const, value: { ...answer.value, party: ONE } } : answer;
  }

  const session = () => Uint8Array.from(randomBytes(32));
  const frameOf = (payload: Uint8Array) => encodeCbor(sessionFrameCodec, { session: session(), payload });
  test.each<[string, number, () => Uint8Array, string]>([
    ['empty frames', 3000, () => new Uint8Array(), 'session frame dropped'],
    ['frames of garbage', 3000, () => Uint8Array.from(randomBytes(200)), 'session frame dropped'],
    ['frames of sessions that are none', 3000, () => frameOf(garbage()), 'session frame dropped'],
    ['frames that are too large', 3, () => new Uint8Array(3 << 20), 'oversized or malformed frame, stream reset'],
  ])('that sends %s is cut short, and the others sign meanwhile', async (_, count, frame, logged) => {
    const marks = OTHERS.map((node) => network.cluster.logOf(node).length);
    const sent = Array.from({ length: count }, () =>
      Promise.allSettled(OTHERS.map((node) => rogue.session.send(node, frame()))),
    );
    const signed = await Promise.all(['a', 'b', 'c'].map((text) => sign(`under fire, ${text}`)));
    await Promise.all(sent);
    for (const one of signed) {
      expect(one.signers).toEqual(OTHERS);
      expect(culpritsOf(one)).toEqual([]);
    }
    for (const [i, node] of OTHERS.entries()) {
      const lines = network.cluster.logOf(node).slice(marks[i]);
      expect(lines.map(({ msg }) => msg)).toContain(logged);
    }
  });
});

test('a node that was impersonated in vain takes part again', async () => {
  await network.cluster.stop('node-2');
  const { signers } = await sign('with node-3');
  expect(signers).toEqual(['node-1', ROGUE]);
  await network.cluster.start('node-2');
});
