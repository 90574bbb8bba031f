import { randomBytes } from '@noble/hashes/utils.js';
import { identitiesOf } from '@quorate/requests';
import { FIRST_EPOCH, type PartyIndex, partyIndex } from '@quorate/tss-core';
import {
  type AuxDescriptor,
  auxDescriptorCodec,
  auxSessionId,
  bigintModExp,
  type ModExp,
} from '@quorate/tss-core/ecdsa';
import { SAFE_PRIMES_512, TEST_PROFILE } from '@quorate/tss-core/testing';
import { encodeCbor } from '@quorate/tss-core/wire';
import type { OpenVault } from '../vault/createVault.ts';
import { createHeavyVault, type OpenHeavyVault } from '../vault/heavy/createHeavyVault.ts';
import type { KeyVault, Step } from '../vault/vault.ts';
import { cluster, hash, nodes, openVault, run, sample } from './vaults.ts';

export const GENERATION = hash(11);
export const AUX_ORDER = hash(12);
export const ENGINE = { modExp: bigintModExp, profile: TEST_PROFILE };
export const PARTIES = nodes.map((node, i) => ({ index: partyIndex(i + 1), node }));

/** A node's two vaults, in this thread, on short numbers. */
export interface HeavyHolder {
  readonly keys: OpenVault;
  readonly heavy: OpenHeavyVault;
  readonly party: PartyIndex;
  /** Sealed aux secrets of no generation. */
  readonly spare: Uint8Array;
}

/** @param party takes its primes from fixtures: four for each */
export async function openHeavyVault(party: number, modExp: ModExp = bigintModExp): Promise<HeavyHolder> {
  const keys = await openVault(`node-${party}`);
  const left = SAFE_PRIMES_512.slice(4 * party - 4, 4 * party);
  const finder = { find: async () => bytesOf(left.shift() ?? 0n), stop: () => undefined };
  const heavy = createHeavyVault(keys.keeper, { ...ENGINE, modExp }, randomBytes, finder);
  const primes = async (kind: 'blum' | 'safe') => [
    (await heavy.findPrime({ kind, isAwaited: true })).sealed,
    (await heavy.findPrime({ kind, isAwaited: true })).sealed,
  ];
  const { sealed: spare } = await heavy.combinePrimes({ safe: await primes('safe'), blum: await primes('blum') });
  return { keys, heavy, party: partyIndex(party), spare };
}

export async function auxDescriptor(
  holders: readonly { readonly keys: Pick<KeyVault, 'drawReady'>; readonly party: PartyIndex }[],
): Promise<AuxDescriptor> {
  const readies = await Promise.all(
    holders.map(({ keys, party }) =>
      keys.drawReady({
        ...{ key: GENERATION, subject: AUX_ORDER, party, policyHash: hash(3), now: 0, expiresAt: 1000 },
      }),
    ),
  );
  const about = { cluster, generation: GENERATION, epoch: FIRST_EPOCH, orderHash: AUX_ORDER };
  return { version: 1, ...about, profile: TEST_PROFILE.name, parties: PARTIES, readies };
}

export function openAux({ heavy, spare }: HeavyHolder, descriptor: AuxDescriptor): Promise<Step> {
  const identities = identitiesOf(sample.cluster, descriptor);
  return heavy.openAux({ descriptor: encodeCbor(auxDescriptorCodec, descriptor), spare, identities, now: 0 });
}

/** What every node has after an aux ceremony. */
export interface MadeAux {
  readonly certificate: Uint8Array;
  /** As it was stored before the ceremony began. */
  readonly pending: ReadonlyMap<PartyIndex, Uint8Array>;
}

export async function makeAux(holders: readonly HeavyHolder[]): Promise<MadeAux> {
  const descriptor = await auxDescriptor(holders);
  const first = new Map<PartyIndex, Step>();
  for (const holder of holders) first.set(holder.party, await openAux(holder, descriptor));
  const pending = new Map<PartyIndex, Uint8Array>();
  const vaults = new Map(holders.map(({ party, heavy }) => [party, heavy]));
  const outcomes = await run(auxSessionId(descriptor), first, vaults, (party, { sealed }) => {
    pending.set(party, sealed);
  });
  const [outcome] = outcomes.values();
  if (outcome?.kind !== 'certified') throw new Error(`aux: ${JSON.stringify(outcome)}`);
  return { certificate: outcome.certificate, pending };
}

function bytesOf(prime: bigint): Uint8Array {
  return Uint8Array.from(Buffer.from(prime.toString(16).padStart(128, '0'), 'hex'));
}
