import type { ModExp } from '@quorate/tss-core/ecdsa';
import {
  type EcdsaParty,
  type EcdsaProfile,
  ecdsaSignInteractively,
  PROFILE_2048,
  PROFILE_3072,
} from '@quorate/tss-core/ecdsa';
import { random } from '../peers/quorate.ts';
import { lockstep } from '../support/lockstep.ts';
import type { AsyncEntry } from '../support/measure.ts';
import { CGGMP24, type Cggmp24 } from './peers/cggmp24.ts';
import { safeheron } from './peers/safeheron.ts';
import { silence } from './peers/silence.ts';
import { preparedSigners, twoSigners } from './twoSigners.ts';

/** Who has its randomizers with their powers. */
export const PREPARED = 'Quorate, prepared';

/** Both parties' whole work for one signature, presigning included. */
export type Signing = AsyncEntry;

const DIGEST = new Uint8Array(32).fill(7);

/** Everybody who signs with two parties, at about the security of a profile. */
export async function signings(
  profile: EcdsaProfile,
  modExp: ModExp,
  rust: Cggmp24 | undefined,
): Promise<readonly Signing[]> {
  const others = profile === PROFILE_2048 ? [safeheron(DIGEST)] : [silence(DIGEST)];
  const installed = (await Promise.all(others)).filter((peer) => peer !== undefined);
  if (rust && profile === PROFILE_3072) installed.unshift({ peer: CGGMP24, run: () => rust.sign() });
  const { parties, prepare } = preparedSigners(profile, modExp);
  const sign = quorateSigning(parties);
  const prepared = () => {
    prepare();
    return sign();
  };
  return [
    { peer: 'Quorate', run: quorateSigning(twoSigners(profile, modExp)) },
    { peer: PREPARED, run: prepared },
    ...installed,
  ];
}

export const SIGNING_PROFILES = [PROFILE_2048, PROFILE_3072] as const;

/** @returns its milliseconds */
function quorateSigning(parties: readonly EcdsaParty[]): () => number {
  const request = { index: 0, message: DIGEST, tweak: 0n };
  return () => {
    const started = performance.now();
    lockstep(
      parties.map((party) => ({
        index: party.share.party,
        protocol: ecdsaSignInteractively(party, request, random),
      })),
    );
    return performance.now() - started;
  };
}
