import { describe, expect, test, vi } from 'vitest';
import { Bug, RequestRejected } from '../errors.ts';
import { publicKeyOf } from '../keys/publicKeyPackage.ts';
import { type Assignment, type PartyIndex, partyIndex, SCHEMES } from '../keys/structure.ts';
import { decodeBody } from '../protocol/protocol.ts';
import { changingBroadcast } from '../testing/cheating.ts';
import { keygenResults, simulateKeygen, simulateSigning, structureOf } from '../testing/fixtures.ts';
import { seededRandom } from '../testing/seededRandom.ts';
import { decodeCbor, encodeCbor } from '../wire/codec.ts';
import type { Envelope } from '../wire/envelope.ts';
import { frostSign } from './frostSign.ts';
import { judgeShare } from './judgeShare.ts';
import { generateNonces, NoncePair } from './nonces.ts';
import { commitmentsRound, signatureSharesRound } from './rounds.ts';
import { signingGroup } from './signingGroup.ts';

const text = (message: string) => new TextEncoder().encode(message);

describe.each(SCHEMES)('frostSign with %s', (scheme) => {
  const structure = structureOf(scheme, [2, [1, 2, 3]], [1, [7, 9]]);
  const key = keygenResults(simulateKeygen(structure, `frostSign ${scheme}`));
  const { certificate } = key.get(partyIndex(1)) ?? {};
  if (!certificate) throw new Error('a certificate');
  const assignment: Assignment = [[1, 3].map(partyIndex), [partyIndex(9)]];
  const group = signingGroup(certificate.statement, assignment);
  const { suite } = group.publicKey;
  const messages = ['first', 'second', ''].map(text);
  const corrupt = partyIndex(3);
  const honest = [1, 9].map(partyIndex);
  const shares = signatureSharesRound(suite.group, messages.length);
  const commitments = commitmentsRound(suite.group, messages.length);

  /** What each honest party ends with when the corrupt one changes its body of a round. */
  function outcomesWith(round: number, change: (body: Uint8Array) => Uint8Array) {
    const cheat = changingBroadcast(corrupt, round, change);
    const { outcomes } = simulateSigning(key, assignment, messages, 'cheat', { cheat });
    return honest.map((party) => outcomes.get(party));
  }

  test('everybody ends with the same valid signature of every message', () => {
    const { outcomes } = simulateSigning(key, assignment, messages, 'honest');
    const results = [...outcomes.values()].map((outcome) => (outcome.kind === 'done' ? outcome.result : []));
    expect(results).toHaveLength(3);
    for (const signatures of results) {
      expect(signatures).toEqual(results[0]);
      expect(
        signatures.map((signature, m) => suite.verify(signature, messages[m] ?? text('?'), publicKeyOf(certificate))),
      ).toEqual([true, true, true]);
    }
  });

  test('attack 3: no two messages or sessions share a nonce', () => {
    const signed = ['one', 'two'].flatMap((seed) => {
      const [outcome] = simulateSigning(key, assignment, messages, seed).outcomes.values();
      return outcome?.kind === 'done' ? outcome.result : [];
    });
    expect(new Set(signed.map((signature) => String(signature.subarray(0, 32)))).size).toBe(6);
  });

  test.each([0, 1, 2])('attack 21: a false share of message %i names its sender, and the judge agrees', (m) => {
    const outcomes = outcomesWith(2, (body) => {
      const sent = decodeCbor(shares.codec, body, 10_000);
      return encodeCbor(
        shares.codec,
        sent.map((z, i) => (i === m ? suite.group.reduce(z + 1n) : z)),
      );
    });
    for (const outcome of outcomes) {
      expect(outcome).toMatchObject({ kind: 'fault', fault: { code: 'invalid-share', culprits: [3], rounds: [1, 2] } });
      if (outcome?.kind !== 'fault') return;
      expect(judged(outcome.evidence, corrupt)).toBe(false);
      for (const party of honest) expect(judged(outcome.evidence, party)).toBe(true);
    }
  });

  /** Judges a party from the envelopes alone. */
  function judged(evidence: readonly Envelope[], party: PartyIndex): boolean {
    const inRound = (round: number) => evidence.filter((envelope) => envelope.round === round);
    const list = new Map(inRound(1).map((envelope) => [envelope.from, decodeBody(commitments, envelope) ?? []]));
    const accused = inRound(2).find(({ from }) => from === party);
    const sent = accused && decodeBody(shares, accused);
    if (!sent) throw new Error('no share in the evidence');
    return judgeShare(group, messages, list, party, sent);
  }

  test('attack 21: commitments of nonces one does not have name their sender', () => {
    const random = seededRandom('other nonces');
    const other = messages.map(() => generateNonces(suite, 5n, random).commitment);
    for (const outcome of outcomesWith(1, () => encodeCbor(commitments.codec, other))) {
      expect(outcome).toMatchObject({ kind: 'fault', fault: { code: 'invalid-share', culprits: [3] } });
    }
  });

  test('attack 16: a commitment that is no element names its sender, before any share is sent', () => {
    const zeros = (body: Uint8Array) => body.map((byte, i) => (i < 5 ? byte : 0));
    for (const outcome of outcomesWith(1, zeros)) {
      expect(outcome).toMatchObject({
        kind: 'fault',
        fault: { code: 'malformed-message', culprits: [3], rounds: [1] },
      });
    }
  });

  test('one commitment or share too few is malformed', () => {
    const one = commitmentsRound(suite.group, 1).codec;
    const fewer = encodeCbor(one, [generateNonces(suite, 5n, seededRandom('fewer')).commitment]);
    for (const outcome of outcomesWith(1, () => fewer)) {
      expect(outcome).toMatchObject({
        kind: 'fault',
        fault: { code: 'malformed-message', culprits: [3], rounds: [1] },
      });
    }
    const share = encodeCbor(signatureSharesRound(suite.group, 1).codec, [5n]);
    for (const outcome of outcomesWith(2, () => share)) {
      expect(outcome).toMatchObject({
        kind: 'fault',
        fault: { code: 'malformed-message', culprits: [3], rounds: [2] },
      });
    }
  });

  test('attack 20: signers that the structure does not allow are refused before anything is drawn', () => {
    for (const refused of [[[1, 3]], [[1], [9]], [[1, 2, 3], [9]], [[1, 7], [9]], [[1, 1], [9]]]) {
      const signers = refused.map((quorum) => quorum.map(partyIndex));
      expect(() => signingGroup(certificate.statement, signers)).toThrow(RequestRejected);
    }
  });

  test('attack 1: cancelled, it wipes the nonces of every message and cannot be resumed', () => {
    const share = key.get(partyIndex(1))?.share;
    if (!share) throw new Error('a share');
    const wiped = vi.spyOn(NoncePair.prototype, 'wipe');
    const protocol = frostSign({ group, share }, messages, seededRandom('cancelled'));
    expect(protocol.next().value).toMatchObject({ kind: 'exchange', round: 1 });
    expect(wiped).not.toHaveBeenCalled();
    expect(protocol.return([]).done).toBe(true);
    expect(new Set(wiped.mock.contexts).size).toBe(messages.length);
    wiped.mockRestore();
    expect(protocol.next({ broadcasts: new Map(), direct: new Map() }).done).toBe(true);
  });

  test('with commitments of other parties than its signers it sends no share', () => {
    const share = key.get(partyIndex(1))?.share;
    if (!share) throw new Error('a share');
    const protocol = frostSign({ group, share }, messages, seededRandom('others'));
    protocol.next();
    expect(() => protocol.next({ broadcasts: new Map(), direct: new Map() })).toThrow(Bug);
  });

  test('a party outside of the assignment cannot take part', () => {
    const { share } = key.get(partyIndex(2)) ?? {};
    if (!share) throw new Error('a share');
    expect(() => frostSign({ group, share }, messages, seededRandom('outside')).next()).toThrow(/does not sign/);
  });
});
