import type { Assignment, PartyIndex } from '@quorate/tss-core';
import {
  type Crook,
  certificateOf,
  changingBroadcast,
  changingDirect,
  type EcdsaKey,
  ecdsaKey,
  groupOf,
  type PresignOptions,
  resultsOf,
  type ScenarioOptions,
  simulateAux,
  simulateEcdsaSign,
  simulateInteractive,
  simulatePresign,
} from '@quorate/tss-core/testing';
import '../../../support/nativePowers.ts';
import { CORRUPT, HONEST, type PastSession, watched } from './sessions.ts';

const [CHEAT, ACCOMPLICE] = CORRUPT;
const ASSIGNMENT: Assignment = [[HONEST, ...CORRUPT]];
const MESSAGE = new Uint8Array(32).fill(4);

const flipped = (body: Uint8Array) => body.with(20, (body[20] ?? 0) ^ 1);
const saying = (round: number): ScenarioOptions => ({ cheat: changingBroadcast(CHEAT, round, flipped) });
const showing = (round: number): ScenarioOptions => ({ cheat: changingDirect(CHEAT, round, HONEST, flipped) });

/** Ceremonies, presignings and signings of one key, in some of which party 2 cheats so that party 1 proves and blames. */
export function pastEcdsaSessions(): readonly PastSession[] {
  const key = ecdsaKey('ecdsa-secp256k1', [[3, [1, 2, 3]]]);
  const auxes: readonly ScenarioOptions[] = [{}, showing(3)];
  const presignings: readonly PresignOptions[] = [{}, showing(2), ...blamed(key)];
  const signings: readonly ScenarioOptions[] = [{}, saying(1)];
  const interactive: readonly ScenarioOptions[] = [saying(5)];
  return [
    ...auxes.map((options, i) => auxSession(key, `framing, aux ${i}`, options)),
    ...presignings.map((options, i) => presignSession(key, `framing, presigning ${i}`, options)),
    ...signings.map((options, i) => onlineSession(key, `framing, online ${i}`, options)),
    ...interactive.map((options, i) => interactiveSession(key, `framing, interactive ${i}`, options)),
  ];
}

/** Presignings that end in blame: of a false δ, of a false χ, and of a false product that its receiver keeps silent about. */
function blamed(key: EcdsaKey): readonly PresignOptions[] {
  const { setting, signers } = groupOf(key, ASSIGNMENT);
  const { generator } = setting.group;
  const receiver = signers.get(ACCOMPLICE)?.paillier;
  if (!receiver) throw new Error('party 3 does not sign');
  const falseProduct: Crook = {
    products: (made) =>
      new Map(
        [...made].map(([to, { products, secrets }]) => {
          const { D, F } = products.gamma;
          const gamma = to === ACCOMPLICE ? { D: receiver.add(D, receiver.encrypt(1n, 1n)), F } : { D, F };
          return [to, { secrets, products: { ...products, gamma } }];
        }),
      ),
  };
  const crooks: readonly ReadonlyMap<PartyIndex, Crook>[] = [
    new Map([[CHEAT, { opening: (told) => ({ ...told, delta: told.delta + 1n }) }]]),
    new Map([[CHEAT, { opening: (told) => ({ ...told, S: told.S.add(generator) }) }]]),
    new Map([
      [CHEAT, falseProduct],
      [ACCOMPLICE, {}],
    ]),
  ];
  const adversary = { corrupt: new Set(CORRUPT), tamper: ({ frame }) => [frame] } satisfies PresignOptions['adversary'];
  return crooks.map((named) => ({ adversary, crooks: named }));
}

function auxSession({ structure }: EcdsaKey, seed: string, options: ScenarioOptions): PastSession {
  const { envelopes, watching } = watched(options);
  const { descriptor } = simulateAux(structure.parties, seed, watching);
  return { subject: { kind: 'aux', value: { descriptor } }, envelopes: [...envelopes.values()], batches: [] };
}

function presignSession(key: EcdsaKey, seed: string, options: PresignOptions): PastSession {
  const { envelopes, watching } = watched(options);
  const { descriptor } = simulatePresign(key, ASSIGNMENT, seed, { ...options, ...watching });
  const value = { descriptor, certificate: certificateOf(key.keygen), aux: key.aux };
  return { subject: { kind: 'presign', value }, envelopes: [...envelopes.values()], batches: [] };
}

function onlineSession(key: EcdsaKey, seed: string, options: ScenarioOptions): PastSession {
  const { envelopes, watching } = watched(options);
  const presignatures = resultsOf(simulatePresign(key, ASSIGNMENT, `${seed}, presigning`).outcomes);
  const presignature = presignatures.get(HONEST)?.certificate ?? null;
  const { descriptor } = simulateEcdsaSign(key, ASSIGNMENT, presignatures, MESSAGE, seed, watching);
  const value = { descriptor, certificate: certificateOf(key.keygen), aux: key.aux, presignature };
  return { subject: { kind: 'ecdsa-signing', value }, envelopes: [...envelopes.values()], batches: [] };
}

function interactiveSession(key: EcdsaKey, seed: string, options: ScenarioOptions): PastSession {
  const { envelopes, watching } = watched(options);
  const { descriptor } = simulateInteractive(key, ASSIGNMENT, MESSAGE, seed, watching);
  const value = { descriptor, certificate: certificateOf(key.keygen), aux: key.aux, presignature: null };
  return { subject: { kind: 'ecdsa-signing', value }, envelopes: [...envelopes.values()], batches: [] };
}
