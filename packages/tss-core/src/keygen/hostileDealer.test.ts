import { describe, expect, test } from 'vitest';
import { buildEvidence, encodeEvidence } from '../evidence/evidence.ts';
import { verifyEvidence } from '../evidence/verifyEvidence.ts';
import { isShareOfKey } from '../keys/acknowledgement.ts';
import { type PartyIndex, partyIndex } from '../keys/structure.ts';
import type { Checkpoint, Exchange } from '../protocol/protocol.ts';
import {
  type Cheat,
  changingDirect,
  identitiesOf,
  identitySecretOf,
  keygenDescriptorOf,
  keygenHeader,
  keygenResults,
  seededRandom,
  simulateKeygen,
  structureOf,
  TEST_TRUST,
} from '../testing/index.ts';
import { decodeCbor, encodeCbor } from '../wire/codec.ts';
import {
  type Envelope,
  envelopeCodec,
  MAX_BODY_BYTES,
  MAX_DIRECT_BODY_BYTES,
  MAX_DIRECT_ENVELOPE_BYTES,
  signEnvelope,
} from '../wire/envelope.ts';
import { keygen } from './keygen.ts';

const p = partyIndex;
const structure = structureOf('frost-ed25519', [2, [1, 2, 3]]);

describe('a dealt share that is too large for what it should hold', () => {
  test.each([300, 1000, MAX_DIRECT_BODY_BYTES])(
    '%i bytes convict the dealer, and frame nobody who complains',
    (size) => {
      const cheat = changingDirect(p(2), 2, p(1), () => new Uint8Array(size));
      const { outcomes, descriptor } = simulateKeygen(structure, 'large share', { cheat });
      for (const party of [p(1), p(3)]) {
        const outcome = outcomes.get(party);
        if (outcome?.kind !== 'fault') throw new Error(`party ${party} ended ${outcome?.kind}`);
        const subject = { kind: 'keygen', value: { descriptor } } as const;
        const evidence = encodeEvidence(buildEvidence(outcome.fault, outcome.evidence, subject));
        const { code, culprits } = verifyEvidence(evidence, TEST_TRUST);
        expect({ code, culprits }).toEqual({ code: 'wrong-dealt-share', culprits: [{ party: 2, node: 'node-2' }] });
      }
    },
  );

  const { session, cluster, key, epoch } = keygenHeader(keygenDescriptorOf(structure, seededRandom('limits')));
  const about = { version: 1, cluster, key, epoch, session, round: 0xffff, from: p(0xffff) } as const;
  const envelopeTo = (to: PartyIndex | 'all', size: number): Envelope =>
    signEnvelope({ ...about, epoch: 0xffffffff, to, inbox: session, body: new Uint8Array(size) }, identitySecretOf(2));

  test('no direct envelope is larger than what a complaint can open', () => {
    const largest = encodeCbor(envelopeCodec, envelopeTo(p(0xffff), MAX_DIRECT_BODY_BYTES));
    expect(largest.length).toBeLessThanOrEqual(MAX_DIRECT_ENVELOPE_BYTES);
    expect(largest.length).toBeLessThan(MAX_BODY_BYTES);
    const larger = encodeCbor(envelopeCodec, envelopeTo(p(1), MAX_DIRECT_BODY_BYTES + 1));
    expect(() => decodeCbor(envelopeCodec, larger, MAX_BODY_BYTES)).toThrow(/a direct body of 65537 bytes/);
    const broadcast = encodeCbor(envelopeCodec, envelopeTo('all', MAX_DIRECT_BODY_BYTES + 1));
    expect(decodeCbor(envelopeCodec, broadcast, MAX_BODY_BYTES).to).toBe('all');
  });
});

test('a share dealt by a member of another quorum is not added to what is due', () => {
  const conjunction = structureOf('frost-ed25519', [2, [1, 2, 3]], [1, [4, 5]]);
  // Quorum 2 has a constant polynomial, so what party 4 deals to its fellow member also fits its commitments at 1.
  const cheat: Cheat = {
    party: p(4),
    change(exchange) {
      const dealt = exchange.direct.get(p(5));
      return dealt ? { ...exchange, direct: new Map([...exchange.direct, [p(1), dealt]]) } : exchange;
    },
  };
  for (const seed of ['one', 'two', 'three', 'four', 'five', 'six']) {
    const run = simulateKeygen(conjunction, 'foreign share', { cheat, schedule: seededRandom(seed) });
    for (const { share, certificate } of keygenResults(run).values()) {
      expect(isShareOfKey(share, certificate)).toBe(true);
    }
  }
});

test('a keygen that ends early leaves none of the shares that it dealt', () => {
  const descriptor = keygenDescriptorOf(structure, seededRandom('ends early'));
  const header = keygenHeader(descriptor);
  const { orderHash } = descriptor;
  const identities = identitiesOf(structure);
  const protocols = structure.parties.map(({ index: self }) => {
    const party = { header, orderHash, structure, self, identities, identitySecret: identitySecretOf(self) };
    return { self, protocol: keygen(party, seededRandom(self)) };
  });
  const commitments = protocols.map(({ self: from, protocol }): Envelope => {
    const { round, broadcast: body } = exchangeOf(protocol.next());
    const envelope = { ...header, version: 1, round, from, to: 'all', inbox: new Uint8Array(32), body } as const;
    return signEnvelope(envelope, identitySecretOf(from));
  });
  const broadcasts = new Map(commitments.map((envelope) => [envelope.from, envelope]));
  for (const { protocol } of protocols) {
    const { direct } = exchangeOf(protocol.next({ broadcasts, direct: new Map() }));
    const dealt = [...direct.values()];
    expect(dealt.map((body) => body.every((byte) => byte === 0))).toEqual([false, false]);
    expect(() => protocol.throw(new Error('cancelled'))).toThrow('cancelled');
    expect(dealt.map((body) => body.every((byte) => byte === 0))).toEqual([true, true]);
  }
});

function exchangeOf(step: IteratorResult<Exchange | Checkpoint, unknown>): Exchange {
  if (step.done || step.value.kind !== 'exchange') throw new Error('no exchange');
  return step.value;
}
