import type { ModExp } from '@quorate/tss-core/ecdsa';
import { type EcdsaProfile, ecdsaSignInteractively, PROFILE_2048, PROFILE_3072 } from '@quorate/tss-core/ecdsa';
import { random } from '../peers/quorate.ts';
import { lockstep } from '../support/lockstep.ts';
import type { AsyncEntry } from '../support/measure.ts';
import { CGGMP24, type Cggmp24 } from './peers/cggmp24.ts';
import { safeheron } from './peers/safeheron.ts';
import { silence } from './peers/silence.ts';
import { twoSigners } from './twoSigners.ts';

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
  return [{ peer: 'Quorate', run: quorateSigning(profile, modExp) }, ...installed];
}

export const SIGNING_PROFILES = [PROFILE_2048, PROFILE_3072] as const;

function quorateSigning(profile: EcdsaProfile, modExp: ModExp): () => Promise<void> {
  const parties = twoSigners(profile, modExp);
  const request = { index: 0, message: DIGEST, tweak: 0n };
  return async () => {
    lockstep(
      parties.map((party) => ({
        index: party.share.party,
        protocol: ecdsaSignInteractively(party, request, random),
      })),
    );
  };
}
