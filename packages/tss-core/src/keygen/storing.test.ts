import { describe, expect, test } from 'vitest';
import type { PendingKey } from '../keys/share.ts';
import { type PartyIndex, partyIndex } from '../keys/structure.ts';
import { decodeFrame, encodeFrame } from '../session/frame.ts';
import { Session } from '../session/session.ts';
import type { SessionOutput } from '../session/sessionOutcome.ts';
import {
  identitiesOf,
  identitySecretOf,
  keygenDescriptorOf,
  keygenHeader,
  seededRandom,
  structureOf,
} from '../testing/index.ts';
import type { Envelope } from '../wire/envelope.ts';
import { type KeygenResult, keygen } from './keygen.ts';

const p = partyIndex;
const structure = structureOf('frost-ed25519', [2, [1, 2, 3]]);
const leaves = encodeFrame({ kind: 'abort', value: { reason: 'bye' } });

/** Three parties whose stores confirm when the test says so. */
class Ceremony {
  readonly sessions = new Map<PartyIndex, Session<KeygenResult>>();
  readonly pending = new Map<PartyIndex, PendingKey>();
  readonly sent: Envelope[] = [];
  #queue: { from: PartyIndex; to: PartyIndex; frame: Uint8Array }[] = [];

  constructor() {
    const descriptor = keygenDescriptorOf(structure, seededRandom('storing'));
    const about = { header: keygenHeader(descriptor), orderHash: descriptor.orderHash, structure };
    const identities = identitiesOf(structure);
    for (const { index: self } of structure.parties) {
      const party = { ...about, self, identities, identitySecret: identitySecretOf(self) };
      this.sessions.set(self, new Session({ ...party, protocol: keygen(party, seededRandom(self)) }));
    }
    for (const [party, session] of this.sessions) this.take(party, session.start());
    this.deliver();
  }

  session(party: number): Session<KeygenResult> {
    const session = this.sessions.get(p(party));
    if (!session) throw new Error(`no party ${party}`);
    return session;
  }

  /** The share that a party was asked to store. */
  share(party: number): Uint8Array {
    const pending = this.pending.get(p(party));
    if (!pending) throw new Error(`party ${party} was not asked to store anything`);
    return pending.share.secret;
  }

  take(from: PartyIndex, { send, checkpoint }: SessionOutput<KeygenResult>): void {
    if (checkpoint) this.pending.set(from, checkpoint);
    this.#queue.push(...send.map(({ to, frame }) => ({ from, to, frame })));
  }

  deliver(): void {
    for (let next = this.#queue.shift(); next; next = this.#queue.shift()) {
      const { from, to, frame } = next;
      const decoded = decodeFrame(frame);
      if (decoded.kind === 'envelope') this.sent.push(decoded.value);
      this.take(to, this.session(to).receive(from, frame));
    }
  }
}

const isWiped = (secret: Uint8Array) => secret.every((byte) => byte === 0);

describe('while a share is being stored', () => {
  test('nobody has certified anything yet', () => {
    const { sent, pending } = new Ceremony();
    expect(pending.size).toBe(3);
    expect(Math.max(...sent.map(({ round }) => round))).toBe(3);
  });

  test('a peer that leaves ends the ceremony: nothing is certified, and the share is wiped', () => {
    const ceremony = new Ceremony();
    const one = ceremony.session(1);
    expect(isWiped(ceremony.share(1))).toBe(false);
    expect(one.receive(p(2), leaves).outcome).toMatchObject({ kind: 'stalled', missing: [2] });
    expect(isWiped(ceremony.share(1))).toBe(true);
    expect(one.checkpointed()).toMatchObject({ send: [], outcome: { kind: 'stalled' } });
  });

  test('a dispute stops the ceremony: the confirmation of the store certifies nothing', () => {
    const ceremony = new Ceremony();
    const one = ceremony.session(1);
    const views = ceremony.sent.filter(({ round, to }) => round === 3 && to === 'all');
    const show = (from: number) =>
      encodeFrame({ kind: 'show', value: views.filter((envelope) => envelope.from === from) });
    expect(one.receive(p(2), show(2)).outcome).toBeUndefined();
    expect(one.checkpointed()).toEqual({ send: [] });
    expect(one.receive(p(3), show(3)).outcome).toMatchObject({ kind: 'stalled', missing: [2] });
    expect(isWiped(ceremony.share(1))).toBe(true);
  });
});

test('a ceremony that fails after the share was stored wipes the copy in memory', () => {
  const ceremony = new Ceremony();
  const one = ceremony.session(1);
  ceremony.take(p(1), one.checkpointed());
  ceremony.deliver();
  expect(isWiped(ceremony.share(1))).toBe(false);
  expect(one.receive(p(3), leaves).outcome).toMatchObject({ kind: 'stalled', missing: [3] });
  expect(isWiped(ceremony.share(1))).toBe(true);
});

test('a finished ceremony leaves its share to whoever ran it', () => {
  const ceremony = new Ceremony();
  for (const [party, session] of ceremony.sessions) ceremony.take(party, session.checkpointed());
  ceremony.deliver();
  const { outcome } = ceremony.session(1).checkpointed();
  if (outcome?.kind !== 'done') throw new Error(`ended ${outcome?.kind}`);
  expect(outcome.result.share.secret).toBe(ceremony.share(1));
  expect(isWiped(outcome.result.share.secret)).toBe(false);
});
