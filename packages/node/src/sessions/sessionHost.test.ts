import { bytesToHex } from '@noble/hashes/utils.js';
import { type Host, type LinkState, type StreamProtocol, sessionFrameCodec } from '@quorate/network';
import { type PartyIndex, partyIndex, RequestRejected } from '@quorate/tss-core';
import { encodeCbor } from '@quorate/tss-core/wire';
import { expect, test } from 'vitest';
import type { Proof } from '../evidence/evidenceShelf.ts';
import { createLogger, createMetrics } from '../telemetry/index.ts';
import type { Params, SessionOutcome, Step, Vault } from '../vault/vault.ts';
import { SessionHost, type SessionHostOptions, type SessionOffer } from './sessionHost.ts';

const TWO: PartyIndex = partyIndex(2);
const id = (byte: number) => new Uint8Array(32).fill(byte);
const nodes = new Set(['node-1', 'node-2', 'node-3']);
const signed: SessionOutcome = { kind: 'signed', signatures: [] };
const cheated: SessionOutcome = { kind: 'fault', code: 'invalid-share', culprits: [TWO], evidence: id(7) };

/** A node with one stream whose frames the test makes, and a vault that ends a session at the frame `[255]` or `[254]`. */
function node(options: Partial<SessionHostOptions> = {}) {
  const read: Params<'receive'>[] = [];
  let protocol: StreamProtocol | undefined;
  const listeners: ((member: string, state: LinkState) => void)[] = [];
  const host: Host = {
    start: async () => undefined,
    stop: async () => undefined,
    addresses: () => [],
    isLinked: () => true,
    linked: () => [],
    onLink(listener) {
      listeners.push(listener);
      return () => undefined;
    },
    registerStream(registered) {
      protocol = registered;
      return { send: async () => undefined };
    },
  };
  const unused = () => Promise.reject(new Error('not in this test'));
  const vault: Vault = {
    ...{ init: unused, drawReady: unused, openSigning: unused, openKeygen: unused, checkpointed: unused },
    ...{ activateShare: unused, proveStored: unused, consumeReady: unused, close: unused },
    ...{ openPresigned: unused, presignatureLevels: unused, passPresignature: unused, dropPresignatures: unused },
    ...{ giveUp: unused, fillStock: unused, keepBatch: unused, dropStock: unused },
    heavy: {
      ...{ findPrime: unused, combinePrimes: unused, openAux: unused, activateAux: unused, openEcdsaSigning: unused },
      ...{ receive: unused, checkpointed: unused, giveUp: unused, abort: unused, close: unused, openPresign: unused },
      prepared: unused,
    },
    abort: async () => ({}),
    async receive(params) {
      read.push(params);
      const step: Step = { send: [], waitingFor: [TWO] };
      const outcome = new Map([
        [255, signed],
        [254, cheated],
      ]).get(params.payload[0] ?? 0);
      return { ...step, outcome };
    },
  };
  const metrics = createMetrics();
  const proofs: Proof[] = [];
  const evidence = { keep: (proof: Proof) => void proofs.push(proof) };
  const modules = { host, vault, evidence, log: createLogger('silent', {}), metrics, now: () => 0 };
  const sessions = new SessionHost(modules, { nodes, roundTimeoutMs: 60_000, ...options });
  const frame = (from: string, session: Uint8Array, ...payload: number[]) =>
    protocol?.onFrame(from, encodeCbor(sessionFrameCodec, { session, payload: Uint8Array.from(payload) }));
  const raw = (from: string, bytes: Uint8Array) => protocol?.onFrame(from, bytes);
  const down = (member: string) => {
    for (const listener of listeners) listener(member, 'down');
  };
  const dropped = async () =>
    (await metrics.droppedFrames.get()).values.map(({ labels, value }) => `${labels.reason} ${value}`);
  return { sessions, frame, raw, down, read, dropped, proofs };
}

function offerOf(session: Uint8Array, changes: Partial<SessionOffer> = {}): SessionOffer {
  const step: Step = { send: [], waitingFor: [TWO] };
  const peers = new Map([[TWO, 'node-2']]);
  const plan = { id: session, peers, open: async () => step, store: () => undefined, isHeavy: false };
  return { kind: 'signing', plan, coordinator: 'coordinator-1', subject: 'aa', about: {}, ...changes };
}

test('the evidence of a cheat is kept, whatever the coordinator does with it', async () => {
  const { sessions, frame, proofs } = node();
  const kept = sessions.run(offerOf(id(1))).then(() => [...proofs]);
  await frame('node-2', id(1), 254);
  const session = bytesToHex(id(1));
  expect(await kept).toEqual([{ session, code: 'invalid-share', culprits: ['node-2'], evidence: id(7) }]);
});

test('frames of a session reach the vault with the party of their channel', async () => {
  const { sessions, frame, read } = node();
  const end = sessions.run(offerOf(id(1)));
  await frame('node-2', id(1), 255);
  expect(await end).toEqual(signed);
  expect(read).toEqual([{ session: bytesToHex(id(1)), from: TWO, payload: Uint8Array.of(255) }]);
  expect(sessions.size).toBe(0);
});

test('a peer that was offered the session first is heard once this node is', async () => {
  const { sessions, frame } = node();
  await frame('node-2', id(1), 255);
  expect(await sessions.run(offerOf(id(1)))).toEqual(signed);
});

test('nodes outside the session, coordinators and garbage are dropped and counted', async () => {
  const { sessions, frame, raw, read, dropped } = node();
  const end = sessions.run(offerOf(id(1)));
  await new Promise(setImmediate);
  await frame('node-3', id(1), 1);
  await frame('coordinator-1', id(9), 1);
  await raw('node-2', Uint8Array.of(1, 2, 3));
  expect(read).toEqual([]);
  expect(await dropped()).toEqual(['not-a-member 2', 'undecodable 1']);
  await frame('node-2', id(1), 255);
  await end;
});

test('frames of a session that is over are dropped, and the session is not joined again', async () => {
  const { sessions, frame, read, dropped } = node();
  await frame('node-2', id(1), 255);
  await sessions.run(offerOf(id(1)));
  await frame('node-2', id(1), 1);
  expect(read).toHaveLength(1);
  expect(await dropped()).toEqual(['retired 1']);
  await expect(sessions.run(offerOf(id(1)))).rejects.toMatchObject({ code: 'session-used' });
});

test('a flood of early frames costs its sender its own room only', async () => {
  const { sessions, frame, dropped } = node();
  for (let i = 0; i < 100; i++) await frame('node-3', id(9), 1);
  await frame('node-2', id(1), 255);
  expect(await sessions.run(offerOf(id(1)))).toEqual(signed);
  expect(await dropped()).toEqual(['early 36']);
});

test('sessions are bounded for the node and for each coordinator', async () => {
  const { sessions } = node({ maxSessions: 3, maxSessionsPerCoordinator: 2 });
  const first = [1, 2].map((n) => sessions.run(offerOf(id(n))));
  await expect(sessions.run(offerOf(id(3)))).rejects.toMatchObject({ code: 'too-many-sessions' });
  const third = sessions.run(offerOf(id(3), { coordinator: 'coordinator-2' }));
  await expect(sessions.run(offerOf(id(4), { coordinator: 'coordinator-3' }))).rejects.toMatchObject({
    code: 'too-many-sessions',
  });
  sessions.abortAll('the node is stopping');
  for (const end of [...first, third]) expect(await end).toMatchObject({ kind: 'stalled' });
  expect(sessions.size).toBe(0);
});

test.each([
  ['one coordinator has every place of heavy sessions', 1, 8],
  ['of several none has all of them, however long it drags its sessions out', 2, 6],
])('%s', async (_, coordinators, places) => {
  const { sessions } = node({ coordinators });
  const heavy = (n: number, changes: Partial<SessionOffer> = {}) => {
    const offer = offerOf(id(n), changes);
    return sessions.run({ ...offer, plan: { ...offer.plan, isHeavy: true } });
  };
  const ends = Array.from({ length: places }, (_place, n) => heavy(n + 1));
  await expect(heavy(20)).rejects.toMatchObject({ code: 'too-many-sessions' });
  const anothers = Array.from({ length: 8 - places }, (_place, n) => heavy(n + 30, { coordinator: 'coordinator-2' }));
  await expect(heavy(21, { coordinator: 'coordinator-2' })).rejects.toMatchObject({ code: 'too-many-sessions' });
  sessions.abortAll('the node is stopping');
  for (const end of [...ends, ...anothers]) expect(await end).toMatchObject({ kind: 'stalled' });
});

test('only the coordinator that offered a session may end it', async () => {
  const { sessions } = node();
  const end = sessions.run(offerOf(id(1)));
  sessions.abort(id(1), 'coordinator-2');
  expect(sessions.size).toBe(1);
  sessions.abort(id(1), 'coordinator-1');
  expect(await end).toMatchObject({ kind: 'stalled', missing: [], reason: 'coordinator-1 ended the session' });
});

test('cancelling a request ends its sessions and no others', async () => {
  const { sessions } = node();
  const mine = sessions.run(offerOf(id(1), { subject: 'aa' }));
  void sessions.run(offerOf(id(2), { subject: 'bb' }));
  sessions.abortSubject('aa', 'the desk has cancelled the request');
  expect(await mine).toMatchObject({ reason: 'the desk has cancelled the request' });
  expect(sessions.size).toBe(1);
});

test('a lost link ends the sessions that wait for its peer', async () => {
  const { sessions, down } = node();
  const end = sessions.run(offerOf(id(1)));
  await new Promise(setImmediate);
  down('node-2');
  expect(await end).toMatchObject({ kind: 'stalled', missing: [TWO] });
});

test('a session that the vault refuses is refused, and its id is used up', async () => {
  const { sessions } = node();
  const plan = {
    ...offerOf(id(1)).plan,
    open: () => Promise.reject(new RequestRejected('ready-unknown', 'this node does not know the ready')),
  };
  expect(await sessions.run(offerOf(id(1), { plan }))).toMatchObject({ kind: 'refused', code: 'ready-unknown' });
  await expect(sessions.run(offerOf(id(1)))).rejects.toMatchObject({ code: 'session-used' });
});
