import { type Assignment, type EvidenceSubject, partyIndex, type SchemeId, type SignedBatch } from '@quorate/tss-core';
import {
  changingBroadcast,
  changingDirect,
  corrupting,
  keygenResults,
  offerPrepared,
  type ScenarioOptions,
  seededRandom,
  simulateKeygen,
  simulatePrepared,
  simulateSigning,
  stockParties,
  structureOf,
} from '@quorate/tss-core/testing';
import type { Envelope } from '@quorate/tss-core/wire';

/** A session that took place: everything that was signed in it, and the subject that evidence about it would name. */
export interface PastSession {
  readonly subject: EvidenceSubject;
  readonly envelopes: readonly Envelope[];
  readonly batches: readonly SignedBatch[];
}

export const HONEST = partyIndex(1);
/** The others have been corrupt all along: whatever they ever signed or can sign is at the adversary's hands. */
export const CORRUPT = [partyIndex(2), partyIndex(3)] as const;

const [CHEAT] = CORRUPT;
const ASSIGNMENT: Assignment = [[HONEST, ...CORRUPT]];
const MESSAGES = [Uint8Array.of(1, 2, 3), new Uint8Array(0)];

const flipped = (body: Uint8Array) => body.with(20, (body[20] ?? 0) ^ 1);
const twoFaced = (round: number) => ({
  adversary: corrupting(CHEAT, { round, to: 'all', receivers: [HONEST] }, flipped),
});

/** Ceremonies and signings of one key, in some of which party 2 cheats so that party 1 complains, blames or leaves. */
export function pastSessions(scheme: SchemeId): readonly PastSession[] {
  const structure = structureOf(scheme, [3, [1, 2, 3]]);
  const keygens: readonly ScenarioOptions[] = [
    {},
    {},
    { cheat: changingDirect(CHEAT, 2, HONEST, flipped) },
    { cheat: changingBroadcast(CHEAT, 4, flipped) },
    twoFaced(1),
    twoFaced(2),
  ];
  const signings: readonly ScenarioOptions[] = [{}, {}, { cheat: changingBroadcast(CHEAT, 2, flipped) }, twoFaced(1)];
  const key = keygenResults(simulateKeygen(structure, 'framing, the key'));
  const prepared: readonly ScenarioOptions[] = [{}, { cheat: changingBroadcast(CHEAT, 1, flipped) }];
  return [
    ...keygens.map((options, i) => keygenSession(structure, `framing, keygen ${i}`, options)),
    ...signings.map((options, i) => signingSession(key, `framing, signing ${i}`, options)),
    ...prepared.map((options, i) => preparedSession(key, `framing, prepared ${i}`, options)),
  ];
}

function keygenSession(structure: ReturnType<typeof structureOf>, seed: string, options: ScenarioOptions): PastSession {
  const { envelopes, watching } = watched(options);
  const { descriptor } = simulateKeygen(structure, seed, watching);
  return { subject: { kind: 'keygen', value: { descriptor } }, envelopes: [...envelopes.values()], batches: [] };
}

function signingSession(key: ReturnType<typeof keygenResults>, seed: string, options: ScenarioOptions): PastSession {
  const { envelopes, watching } = watched(options);
  const { descriptor, certificate } = simulateSigning(key, ASSIGNMENT, MESSAGES, seed, watching);
  const subject = { kind: 'signing', value: { descriptor, certificate } } as const;
  return { subject, envelopes: [...envelopes.values()], batches: [] };
}

function preparedSession(key: ReturnType<typeof keygenResults>, seed: string, options: ScenarioOptions): PastSession {
  const { envelopes, watching } = watched(options);
  const random = seededRandom(seed);
  const parties = stockParties(key, MESSAGES.length, random);
  const { descriptor, reserved } = offerPrepared(parties, ASSIGNMENT, MESSAGES, random);
  const { batches } = simulatePrepared(parties, { descriptor, reserved }, watching);
  const certificate = key.get(HONEST)?.certificate;
  if (!certificate) throw new Error('party 1 has no key');
  const subject = { kind: 'signing', value: { descriptor, certificate } } as const;
  return { subject, envelopes: [...envelopes.values()], batches };
}

/** Keeps every envelope that reached anybody, once. */
export function watched(options: ScenarioOptions) {
  const envelopes = new Map<string, Envelope>();
  const watching: ScenarioOptions = {
    ...options,
    onFrame(_from, _to, frame) {
      if (frame.kind === 'envelope')
        envelopes.set(String(frame.value.signature), { ...frame.value, body: frame.value.body.slice() });
    },
  };
  return { envelopes, watching };
}
