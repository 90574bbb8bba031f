import type { KeyStructure } from '@quorate/tss-core';
import type { Keys, KnownKey } from '../interfaces.ts';
import type { KeygenOffer } from './keygenOffer.ts';
import { runSession, type SessionModules } from './runSession.ts';

/** Rounds have deadlines of their own at the nodes; this bounds a keygen whose nodes answer nothing at all. */
const KEYGEN_MS = 60_000;

export interface KeygenModules extends SessionModules {
  readonly keys: Keys;
}

/** One keygen session of all parties. Throws CeremonyFailed. */
export function runKeygen(
  order: Uint8Array,
  { descriptor, session }: KeygenOffer,
  { parties }: KeyStructure,
  modules: KeygenModules,
  signal: AbortSignal,
): Promise<KnownKey> {
  const { nodes, keys } = modules;
  const ask = (node: string) => nodes.call(node, 'keygen', { order, descriptor }, { timeoutMs: KEYGEN_MS, signal });
  const learn = (certificate: Uint8Array) => keys.learn(order, certificate);
  return runSession({ session, parties, ask, learn }, modules, signal);
}
