import { describe, expect, test } from 'vitest';
import { buildEvidence, encodeEvidence } from '../evidence/evidence.ts';
import { verifyEvidence } from '../evidence/verifyEvidence.ts';
import { ciphersuite } from '../groups/index.ts';
import { partyIndex } from '../keys/structure.ts';
import {
  type Adversary,
  changingBroadcast,
  dropping,
  keygenResults,
  simulateKeygen,
  simulateSigning,
  structureOf,
  TEST_TRUST,
  TORSION,
} from '../testing/index.ts';
import { decodeCbor, encodeCbor } from '../wire/codec.ts';
import type { NonceCommitment } from './commitments.ts';
import { commitmentsRound, strictCommitmentsRound } from './rounds.ts';

const p = partyIndex;
const ASSIGNMENT = [[p(1), p(2)]];
const MESSAGES = [Uint8Array.of(1)];

describe.each(['frost-ed25519', 'frost-ed448'] as const)(
  'attack 16: nonce commitments of mixed order, %s',
  (scheme) => {
    const suite = ciphersuite(scheme);
    const { group } = suite;
    const run = keygenResults(simulateKeygen(structureOf(scheme, [2, [1, 2, 3]]), 'key'));
    const { codec } = commitmentsRound(group, 1);

    /** Party 2 follows the protocol but for what it adds to its commitments. */
    function signWith(seed: string, taint: (commitment: NonceCommitment) => NonceCommitment, adversary?: Adversary) {
      const cheat = changingBroadcast(p(2), 1, (body) => encodeCbor(codec, decodeCbor(codec, body, 999).map(taint)));
      return simulateSigning(run, ASSIGNMENT, MESSAGES, seed, { cheat, ...(adversary ? { adversary } : {}) });
    }

    test.each(TORSION[scheme].map((point, k) => [k + 1, point] as const))(
      'a hiding commitment off by point %i',
      (_, T) => {
        const { outcomes, descriptor, certificate } = signWith('D', ({ hiding, binding }) => {
          return { hiding: hiding.add(T), binding };
        });
        const outcome = outcomes.get(p(1));
        if (outcome?.kind !== 'fault') throw new Error(`party 1 ended ${outcome?.kind}`);
        expect(outcome.fault).toMatchObject({ code: 'malformed-message', culprits: [2], rounds: [1] });
        const subject = { kind: 'signing', value: { descriptor, certificate } } as const;
        const evidence = encodeEvidence(buildEvidence(outcome.fault, outcome.evidence, subject));
        expect(verifyEvidence(evidence, TEST_TRUST)).toMatchObject({
          code: 'malformed-message',
          culprits: [{ party: 2 }],
        });
      },
    );

    test('a binding commitment off by any of them', () => {
      for (const T of TORSION[scheme]) {
        const { outcomes } = signWith('E', ({ hiding, binding }) => ({ hiding, binding: binding.add(T) }));
        expect(outcomes.get(p(1))).toMatchObject({ fault: { code: 'malformed-message', culprits: [2] } });
      }
    });

    test('their order is looked at only once a signature fails: who falls silent before that is missing, not blamed', () => {
      const [T = group.generator] = TORSION[scheme];
      const taint = ({ hiding, binding }: NonceCommitment) => ({ hiding: hiding.add(T), binding });
      const { outcomes } = signWith('silent', taint, dropping(p(2), { round: 2 }));
      expect(outcomes.get(p(1))).toMatchObject({ kind: 'stalled', missing: [2] });
    });

    test('they decode on the way, and not where a sender is judged', () => {
      const [T = group.generator] = TORSION[scheme];
      const body = encodeCbor(codec, [{ hiding: group.generator.add(T), binding: group.generator }]);
      expect(decodeCbor(codec, body, 999)).toHaveLength(1);
      expect(() => decodeCbor(strictCommitmentsRound(group, 1).codec, body, 999)).toThrow(/prime-order subgroup/);
    });
  },
);
