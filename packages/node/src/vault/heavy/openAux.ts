import { bytesToHex } from '@noble/hashes/utils.js';
import { equalBytes, type Party, type PartyIndex, RequestRejected, Session } from '@quorate/tss-core';
import {
  type AuxCertificate,
  type AuxDescriptor,
  type AuxSecrets,
  auxCertificateCodec,
  auxDescriptorCodec,
  auxHeader,
  auxInfo,
  auxSetting,
  wipeAuxSecrets,
} from '@quorate/tss-core/ecdsa';
import { decodeCbor, encodeCbor } from '@quorate/tss-core/wire';
import { LiveSession } from '../liveSession.ts';
import { MAX_DESCRIPTOR_BYTES } from '../openSigning.ts';
import type { OwnReady } from '../readyBook.ts';
import type { HeavyTools } from './heavySecrets.ts';
import type { HeavyParams } from './heavyVault.ts';
import { openSpare, sealAux } from './sealedAux.ts';

/** Opens an aux ceremony: the network thread has compared the descriptor with the admins' order. */
export async function openAux(
  params: HeavyParams<'openAux'>,
  tools: HeavyTools,
): Promise<{ id: string; session: LiveSession<AuxCertificate> }> {
  const { secrets, engine, keeper } = tools;
  const descriptor = decodeCbor(auxDescriptorCodec, params.descriptor, MAX_DESCRIPTOR_BYTES, 'aux descriptor');
  const self = ownAuxParty(descriptor, secrets.node);
  await keeper.consumeReady({ ...ownAuxReady(descriptor, self), now: params.now });
  if (!equalBytes(descriptor.cluster, secrets.cluster))
    throw new RequestRejected('wrong-key', 'the order is of another cluster');
  return live(descriptor, self, await openSpare(secrets, engine, params.spare), params, tools);
}

function live(
  descriptor: AuxDescriptor,
  self: Party['index'],
  aux: AuxSecrets,
  { identities }: HeavyParams<'openAux'>,
  { secrets, engine, random }: HeavyTools,
): { id: string; session: LiveSession<AuxCertificate> } {
  const header = auxHeader(descriptor);
  const { orderHash, parties } = descriptor;
  const { identitySecret } = secrets;
  const setting = auxSetting(engine);
  const about = { header, orderHash, parties, setting, self, secrets: aux, identities, identitySecret };
  return {
    id: bytesToHex(header.session),
    session: new LiveSession({
      session: new Session({ header, self, identities, identitySecret, protocol: auxInfo(about, random) }),
      outcomeOf: (certificate) => ({ kind: 'certified', certificate: encodeCbor(auxCertificateCodec, certificate) }),
      subject: { kind: 'aux', value: { descriptor } },
      // Rule 13: on disk before the first word, so before anything is certified.
      async beforeStart() {
        const sealed = await sealAux(secrets, header, self, aux, 'pending-aux');
        return { statement: new Uint8Array(0), sealed };
      },
      wipe: () => wipeAuxSecrets(aux),
    }),
  };
}

/** This node's ready for the ceremony, and what it must have been drawn for. */
export function ownAuxReady({ generation, orderHash, readies }: AuxDescriptor, self: PartyIndex): OwnReady {
  const ready = readies.find(({ party }) => party === self);
  if (!ready) throw new RequestRejected('not-a-party', 'this node gave no ready to the aux ceremony');
  return { ready, purpose: { key: generation, subject: orderHash, party: self } };
}

/** Which party this node is in an aux generation; RequestRejected `not-a-party` if none. */
export function ownAuxParty({ parties }: { readonly parties: readonly Party[] }, node: string): Party['index'] {
  const party = parties.find((one) => one.node === node);
  if (!party) throw new RequestRejected('not-a-party', `${node} is not of this aux generation`);
  return party.index;
}
