import { describe, expect, test, vi } from 'vitest';
import { Bug } from '../errors.ts';
import { publicKeyOf } from '../keys/publicKeyPackage.ts';
import { type Assignment, type PartyIndex, partyIndex, SCHEMES } from '../keys/structure.ts';
import {
  changingBroadcast,
  corrupting,
  keygenResults,
  offerPrepared,
  replenish,
  type ScenarioOptions,
  seededRandom,
  simulateKeygen,
  simulatePrepared,
  stockParties,
  structureOf,
} from '../testing/index.ts';
import { bytes, encodeCbor, list } from '../wire/codec.ts';
import { frostSignPrepared } from './frostSignPrepared.ts';
import { NoncePair } from './nonces.ts';
import { signingGroup } from './signingGroup.ts';
import { gatherCommitments } from './stock/gatherCommitments.ts';

const text = (message: string) => new TextEncoder().encode(message);
const [one, two, three, nine] = [1, 2, 3, 9].map(partyIndex) as [PartyIndex, PartyIndex, PartyIndex, PartyIndex];
const assignment: Assignment = [[one, three], [nine]];
const messages = ['first', 'second', ''].map(text);
const honest = [one, nine];

function keyWithStock(scheme: (typeof SCHEMES)[number], pairs = 16) {
  const structure = structureOf(scheme, [2, [1, 2, 3]], [1, [7, 9]]);
  const run = keygenResults(simulateKeygen(structure, `prepared ${scheme}`));
  const random = seededRandom(`stock ${scheme}`);
  const certificate = run.get(one)?.certificate;
  if (!certificate) throw new Error('a certificate');
  const parties = stockParties(run, pairs, random);
  const offer = (signed = messages, signers = assignment) => offerPrepared(parties, signers, signed, random);
  return { parties, certificate, random, offer };
}

describe.each(SCHEMES)('frostSignPrepared with %s', (scheme) => {
  const key = keyWithStock(scheme, 9);

  test('one round gives everybody the same valid signature of every message', () => {
    const { outcomes } = simulatePrepared(key.parties, key.offer(), { schedule: seededRandom('order') });
    const group = signingGroup(key.certificate.statement, assignment);
    const results = [...outcomes.values()].map((outcome) => (outcome.kind === 'done' ? outcome.result : []));
    expect(results).toHaveLength(3);
    for (const signatures of results) {
      expect(signatures).toEqual(results[0]);
      const holds = signatures.map((signature, m) =>
        group.publicKey.suite.verify(signature, messages[m] ?? text('?'), publicKeyOf(key.certificate)),
      );
      expect(holds).toEqual([true, true, true]);
    }
  });

  test('attack 21: a false share names its sender', () => {
    const cheat = changingBroadcast(three, 1, (body) => body.with(-20, (body.at(-20) ?? 0) ^ 1));
    const { outcomes } = simulatePrepared(key.parties, key.offer(), { cheat });
    for (const party of honest) {
      expect(outcomes.get(party)).toMatchObject({
        kind: 'fault',
        fault: { code: 'invalid-share', culprits: [3], rounds: [1] },
      });
    }
  });
});

describe('frostSignPrepared', () => {
  const key = keyWithStock('frost-ed25519', 100);

  function outcomesOf(options: ScenarioOptions) {
    const { outcomes } = simulatePrepared(key.parties, key.offer(), options);
    return honest.map((party) => outcomes.get(party));
  }

  test('attack 3: no two messages or sessions share a nonce', () => {
    const signed = [key.offer(), key.offer()].flatMap((offer) => {
      const [outcome] = simulatePrepared(key.parties, offer).outcomes.values();
      return outcome?.kind === 'done' ? outcome.result : [];
    });
    expect(new Set(signed.map((signature) => String(signature.subarray(0, 32)))).size).toBe(6);
  });

  test('a share for another commitment list than the session fixes is malformed', () => {
    const cheat = changingBroadcast(three, 1, (body) => body.with(5, (body[5] ?? 0) ^ 1));
    for (const outcome of outcomesOf({ cheat })) {
      expect(outcome).toMatchObject({
        kind: 'fault',
        fault: { code: 'malformed-message', culprits: [3], rounds: [1] },
      });
    }
  });

  test('shares without a commitment list, or one too few, are malformed', () => {
    const raw = (value: readonly Uint8Array[]) => encodeCbor(list(bytes(32), { max: 9 }), value);
    for (const body of [raw([]), raw([new Uint8Array(32)]), raw(messages.map(() => new Uint8Array(32)))]) {
      const cheat = changingBroadcast(three, 1, () => body);
      for (const outcome of outcomesOf({ cheat })) {
        expect(outcome).toMatchObject({ kind: 'fault', fault: { code: 'malformed-message', culprits: [3] } });
      }
    }
  });

  test('attack 21: whoever sends different shares to different parties is named by those it deceived, nobody else is', () => {
    const adversary = corrupting(three, { round: 1, receivers: [nine] }, (body) =>
      body.with(-20, (body.at(-20) ?? 0) ^ 1),
    );
    const [first, last] = outcomesOf({ adversary });
    expect(first).toMatchObject({ kind: 'done' });
    expect(last).toMatchObject({ kind: 'fault', fault: { code: 'invalid-share', culprits: [3] } });
  });

  test('attack 1: a pair that signed, or whose session was cancelled, never signs again', () => {
    const offer = key.offer();
    simulatePrepared(key.parties, offer);
    const used = [...offer.reserved.values()].flatMap(({ pairs }) => pairs);
    expect(used).toHaveLength(9);
    for (const pair of used) expect(() => pair.take()).toThrow('wiped');

    const cancelled = key.offer();
    const { protocol, own } = protocolOf(cancelled);
    protocol.next();
    expect(protocol.return([]).done).toBe(true);
    for (const pair of own.pairs) expect(() => pair.take()).toThrow('wiped');
  });

  /** Party 1's side of an offered session. */
  function protocolOf(offer: ReturnType<typeof key.offer>, without?: PartyIndex) {
    const party = key.parties.get(one);
    const own = offer.reserved.get(one);
    if (!party || !own) throw new Error('party 1');
    const { commitments } = gatherCommitments(offer.descriptor, own, party.peers);
    const group = signingGroup(key.certificate.statement, assignment);
    const listed = new Map([...commitments].filter(([index]) => index !== without));
    const { share } = party.result;
    return { own, protocol: frostSignPrepared({ group, share }, messages, own.pairs, listed) };
  }

  test('with commitments of other parties than its signers it sends no share, and wipes its nonces', () => {
    const wiped = vi.spyOn(NoncePair.prototype, 'wipe');
    const { protocol, own } = protocolOf(key.offer(), three);
    expect(() => protocol.next()).toThrow(Bug);
    expect(new Set(wiped.mock.contexts)).toEqual(new Set(own.pairs));
    wiped.mockRestore();
  });

  test('sessions over several batches of commitments sign', () => {
    const small = keyWithStock('frost-ed25519', 4);
    for (const party of small.parties.values()) replenish(party, small.parties, 3, small.random);
    for (let session = 0; session < 2; session++) {
      const { outcomes } = simulatePrepared(small.parties, small.offer());
      for (const outcome of outcomes.values()) expect(outcome.kind).toBe('done');
    }
    expect(() => small.offer()).toThrow('no 3 nonces left');
    const { outcomes } = simulatePrepared(small.parties, small.offer([text('the last one')], [[one, two], [nine]]));
    for (const outcome of outcomes.values()) expect(outcome.kind).toBe('done');
  });
});
