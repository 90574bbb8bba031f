import { describe, expect, test } from 'vitest';
import { signerOf } from '../ecdsa/ecdsaGroup.ts';
import type { Factor } from '../ecdsa/presign/messages.ts';
import type { PresignatureCertificate } from '../ecdsa/presign/statement.ts';
import type { EcdsaEngine } from '../ecdsa/setting.ts';
import type { Crook } from '../ecdsa/testing/crookedPresign.ts';
import {
  certificateOf,
  ecdsaKey,
  groupOf,
  RUN_SETTING,
  resultsOf,
  type SimulatedEcdsa,
  type SimulatedPresign,
  simulateAux,
  simulateEcdsaSign,
  simulateInteractive,
  simulatePresign,
} from '../ecdsa/testing/simulateEcdsa.ts';
import { CERTIFICATE as certificate, FIRST_TWO, TWO_OF_THREE as key } from '../ecdsa/testing/twoOfThree.ts';
import type { FaultCode } from '../errors.ts';
import { type Assignment, type PartyIndex, partyIndex } from '../keys/structure.ts';
import { honestNetwork } from '../testing/cheating.ts';
import { identitySecretOf, type ScenarioOptions, TEST_TRUST } from '../testing/fixtures.ts';
import { type Envelope, signEnvelope } from '../wire/envelope.ts';
import { buildEvidence, type EvidenceSubject, encodeEvidence } from './evidence.ts';
import { verifyEvidence } from './verifyEvidence.ts';

/** Party 1 is honest in every session here, and is accused of everything with everything that was said. */
const p = partyIndex;
const MESSAGE = new Uint8Array(32).fill(6);
const { aux } = key;
const keyOfThree = ecdsaKey('ecdsa-secp256k1', [[3, [1, 2, 3]]]);
const ALL_THREE: Assignment = [[p(1), p(2), p(3)]];
const CODES: readonly FaultCode[] = [
  'equivocation',
  'malformed-message',
  'bad-opening',
  'wrong-certificate-signature',
  'invalid-share',
  'invalid-parameters',
  'invalid-proof',
  'invalid-ciphertext',
  'wrong-verdict',
];

interface Minutes {
  readonly subject: EvidenceSubject;
  readonly envelopes: readonly Envelope[];
}

/** A session with everything that was said in it. */
function minutesOf(run: (options: ScenarioOptions) => EvidenceSubject): Minutes {
  const said = new Map<string, Envelope>();
  const subject = run({
    onFrame(_from, _to, frame) {
      if (frame.kind !== 'envelope') return;
      const { round, from, to, body } = frame.value;
      said.set(`${round} ${from} ${to}`, { ...frame.value, body: body.slice() });
    },
  });
  return { subject, envelopes: [...said.values()] };
}

function presignedAs({ descriptor }: SimulatedPresign): EvidenceSubject {
  return { kind: 'presign', value: { descriptor, certificate, aux } };
}

function signedAs({ descriptor }: SimulatedEcdsa, presignature: PresignatureCertificate | null): EvidenceSubject {
  return { kind: 'ecdsa-signing', value: { descriptor, certificate, aux, presignature } };
}

/** A presigning that party 2 makes fail by what it opens: then both show what they did. */
function failing(seed: string, opening: NonNullable<Crook['opening']>): Minutes {
  const crooks = new Map([[p(2), { opening }]]);
  const adversary = honestNetwork(p(2));
  return minutesOf((options) => presignedAs(simulatePresign(key, FIRST_TWO, seed, { adversary, ...options, crooks })));
}

/** What party 2, which signs anything, makes of a product that its accomplice takes: both are corrupt, party 1 is not. */
function falseProduct(factor: Factor): Minutes {
  const { paillier } = signerOf(groupOf(keyOfThree, ALL_THREE), p(3));
  const products: NonNullable<Crook['products']> = (made) =>
    new Map(
      [...made].map(([to, one]) => {
        const { D, F } = one.products[factor];
        const product = to === 3 ? { D: paillier.add(D, paillier.encrypt(1n, 1n)), F } : { D, F };
        return [to, { ...one, products: { ...one.products, [factor]: product } }];
      }),
    );
  const crooks = new Map<PartyIndex, Crook>([
    [p(2), { products }],
    [p(3), {}],
  ]);
  const adversary = honestNetwork(p(2), p(3));
  return minutesOf((options) => {
    const crooked = { adversary, ...options, crooks };
    const { descriptor } = simulatePresign(keyOfThree, ALL_THREE, `false product of ${factor}`, crooked);
    const value = { descriptor, certificate: certificateOf(keyOfThree.keygen), aux: keyOfThree.aux };
    return { kind: 'presign', value };
  });
}

const presigned = resultsOf(simulatePresign(key, FIRST_TWO, 'accused').outcomes);
const presignature = presigned.get(p(1))?.certificate ?? null;

const SESSIONS: readonly (readonly [string, Minutes])[] = [
  [
    'an aux ceremony',
    minutesOf((options) => {
      const { descriptor } = simulateAux(key.structure.parties, 'accused', options);
      return { kind: 'aux', value: { descriptor } };
    }),
  ],
  ['a presigning', minutesOf((options) => presignedAs(simulatePresign(key, FIRST_TWO, 'accused', options)))],
  ['a search for a false δ', failing('false δ', (said) => ({ ...said, delta: said.delta + 1n }))],
  ['a search for a false S', failing('false S', ({ S, ...said }) => ({ ...said, S: S.add(S) }))],
  ['a search for a false D', falseProduct('gamma')],
  ['a search for a false D̂', falseProduct('x')],
  [
    'a signing with a presignature',
    minutesOf((options) =>
      signedAs(simulateEcdsaSign(key, FIRST_TWO, presigned, MESSAGE, 'accused', options), presignature),
    ),
  ],
  [
    'a signing without one',
    minutesOf((options) => signedAs(simulateInteractive(key, FIRST_TWO, MESSAGE, 'accused', options), null)),
  ],
];

function accuse(code: FaultCode, accused: number, { subject, envelopes }: Minutes, engine?: EcdsaEngine) {
  const evidence = buildEvidence({ code, culprits: [p(accused)] }, envelopes, subject);
  return verifyEvidence(encodeEvidence(evidence), TEST_TRUST, engine);
}

describe.each(SESSIONS)('attack 31: after %s', (_, { subject, envelopes }) => {
  const rounds = [...new Set(envelopes.map(({ round }) => round))].sort((a, b) => a - b);
  const direct = envelopes.filter(({ from, to }) => from === 1 && to !== 'all');

  test.each(CODES)('nothing that was said up to any round convicts an honest party of %s', (code) => {
    for (const last of rounds) {
      const spoken = envelopes.filter(({ to, round }) => to === 'all' && round <= last);
      for (const opened of [[], ...direct.map((envelope) => [envelope]), direct]) {
        const told = { subject, envelopes: [...spoken, ...opened] };
        expect(() => accuse(code, 1, told, RUN_SETTING), `up to round ${last}, ${opened.length} opened`).toThrow(
          /proves nothing/,
        );
      }
    }
  });

  test.each(CODES)('a judge who accepts other lengths convicts nobody of %s', (code) => {
    const spoken = envelopes.filter(({ to }) => to === 'all');
    for (const last of rounds) {
      const told = { subject, envelopes: spoken.filter(({ round }) => round <= last) };
      expect(() => accuse(code, 1, told), `up to round ${last}`).toThrow(/proves nothing/);
    }
  });
});

describe('attack 31: a proof of presigning that is opened', () => {
  const { subject, envelopes } = SESSIONS[1]?.[1] ?? { envelopes: [] };
  const spoken = envelopes.filter(({ to }) => to === 'all');

  test.each([
    ['for a party that there is not', 9, 1],
    ['for one of the key that does not sign', 3, 2],
    ['for its own author', 2, 1],
    ['in a round that has none', 1, 3],
  ])('%s proves nothing, though it does not hold', (_, to, round) => {
    const [like] = spoken.filter((envelope) => envelope.from === 2 && envelope.round === round);
    if (!like || !subject) throw new Error('nothing was said');
    const opened = signEnvelope({ ...like, to: p(to), body: Uint8Array.of(1) }, identitySecretOf(2));
    const judging = () => accuse('invalid-proof', 2, { subject, envelopes: [...spoken, opened] }, RUN_SETTING);
    expect(judging).toThrow(/proves nothing: (the proof that is opened is for no signer|no proofs are direct)/);
  });
});
