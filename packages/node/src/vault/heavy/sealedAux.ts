import { type PartyIndex, wipe } from '@quorate/tss-core';
import { type AuxSecrets, decodeAuxSecrets, type EcdsaEngine, encodeAuxSecrets } from '@quorate/tss-core/ecdsa';
import type { SessionHeader } from '@quorate/tss-core/wire';
import { encodeSealContext, encodeSpareContext, type SealContext, type SpareContext } from '../../keystore/index.ts';
import type { VaultSecrets } from '../secrets.ts';

type AuxKind = Extract<SealContext['kind'], 'pending-aux' | 'aux'>;
type Engine = Omit<EcdsaEngine, 'profile'>;

/** Seals aux secrets for the disk, bound to their generation, party, ceremony and use. */
export function sealAux(
  secrets: VaultSecrets,
  header: SessionHeader,
  party: PartyIndex,
  aux: AuxSecrets,
  kind: AuxKind,
): Promise<Uint8Array> {
  return sealNumbers(secrets, aux, auxContext(header, party, kind));
}

/** The caller wipes the result. RequestRejected `sealed-blob-rejected`. */
export function openAuxSecrets(
  secrets: VaultSecrets,
  engine: Engine,
  header: SessionHeader,
  party: PartyIndex,
  sealed: Uint8Array,
  kind: AuxKind,
): Promise<AuxSecrets> {
  return openNumbers(secrets, engine, sealed, auxContext(header, party, kind));
}

/** Seals aux secrets that are of no generation yet. */
export function sealSpare(secrets: VaultSecrets, engine: EcdsaEngine, aux: AuxSecrets): Promise<Uint8Array> {
  return sealNumbers(secrets, aux, spareContext(secrets, engine, 'spare-aux'));
}

/** The caller wipes the result. RequestRejected `sealed-blob-rejected`. */
export function openSpare(secrets: VaultSecrets, engine: EcdsaEngine, sealed: Uint8Array): Promise<AuxSecrets> {
  return openNumbers(secrets, engine, sealed, spareContext(secrets, engine, 'spare-aux'));
}

export function spareContext(
  { node, cluster }: VaultSecrets,
  { profile }: EcdsaEngine,
  kind: SpareContext['kind'],
): Uint8Array {
  return encodeSpareContext({ version: 1, cluster, node, profile: profile.name, kind });
}

function auxContext({ cluster, key, epoch, session }: SessionHeader, party: PartyIndex, kind: AuxKind): Uint8Array {
  return encodeSealContext({ version: 1, cluster, key, epoch, party, session, kind });
}

async function sealNumbers({ keystore }: VaultSecrets, aux: AuxSecrets, aad: Uint8Array): Promise<Uint8Array> {
  const plaintext = encodeAuxSecrets(aux);
  try {
    return await keystore.seal(plaintext, aad);
  } finally {
    wipe(plaintext);
  }
}

async function openNumbers(
  { keystore }: VaultSecrets,
  engine: Engine,
  sealed: Uint8Array,
  aad: Uint8Array,
): Promise<AuxSecrets> {
  const plaintext = await keystore.open(sealed, aad);
  try {
    return decodeAuxSecrets(engine, plaintext);
  } finally {
    wipe(plaintext);
  }
}
