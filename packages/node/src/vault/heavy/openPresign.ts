import { bytesToHex } from '@noble/hashes/utils.js';
import { Bug, ciphersuite, isEcdsaScheme, RequestRejected, Session, wipe } from '@quorate/tss-core';
import {
  ecdsaGroup,
  type Presignature,
  type PresignDescriptor,
  presign,
  presignatureCertificateCodec,
  presignDescriptorCodec,
  presignHeader,
  presignSubject,
} from '@quorate/tss-core/ecdsa';
import { decodeCbor, encodeCbor } from '@quorate/tss-core/wire';
import { checkGeneration, decodeKeyFacts, type EcdsaKeyFacts, identitiesOfSigners } from '../ecdsaSession.ts';
import { LiveSession } from '../liveSession.ts';
import { checkKey, MAX_DESCRIPTOR_BYTES } from '../openSigning.ts';
import type { OwnReady } from '../readyBook.ts';
import type { PresignTools } from './heavySecrets.ts';
import type { HeavyParams } from './heavyVault.ts';
import type { Keeper } from './keeper.ts';
import { type OpenedSecrets, withSecrets } from './withSecrets.ts';

type OpenedPresigning = { readonly id: string; readonly session: LiveSession<Presignature> };

interface PresignFacts extends EcdsaKeyFacts {
  readonly descriptor: PresignDescriptor;
}

/**
 * Opens the share and the aux secrets for one presignature in advance. What it makes goes over the private port to the
 * vault's thread, which will sign with it, and is nowhere else.
 */
export async function openPresign(
  params: HeavyParams<'openPresign'>,
  tools: PresignTools,
): Promise<OpenedPresigning & { readonly facts: PresignFacts }> {
  const { secrets, keeper } = tools;
  const descriptor = decodeCbor(presignDescriptorCodec, params.descriptor, MAX_DESCRIPTOR_BYTES, 'presign descriptor');
  const facts: PresignFacts = { ...decodeKeyFacts(params, secrets.node), descriptor };
  await keeper.consumeReady({ ...ownPresignReady(facts), now: params.now });
  checkKey(descriptor, facts.certificate, secrets);
  checkGeneration(descriptor, facts.aux);
  return { facts, ...(await withSecrets(facts, params, tools, (opened) => live(facts, opened, tools))) };
}

function ownPresignReady({ descriptor, self }: PresignFacts): OwnReady {
  const ready = descriptor.readies.find(({ party }) => party === self);
  if (!ready) throw new RequestRejected('not-a-signer', 'this node gave no ready to the presigning');
  return { ready, purpose: { key: descriptor.key, subject: presignSubject(descriptor), party: self } };
}

function live(facts: PresignFacts, { share, aux, wipe: end }: OpenedSecrets, tools: PresignTools): OpenedPresigning {
  const { secrets, engine, random, keeper } = tools;
  const { descriptor, certificate, self } = facts;
  const { identitySecret } = secrets;
  const group = ecdsaGroup(certificate.statement, facts.aux.statement, descriptor.assignment, engine);
  const identities = identitiesOfSigners(facts.identities, [...group.signers.keys()]);
  const header = presignHeader(descriptor);
  const { session } = header;
  const protocol = presign({ group, session, share, secrets: aux, identities, identitySecret }, random);
  return {
    id: bytesToHex(session),
    session: new LiveSession({
      session: new Session({ header, self, identities, identitySecret, protocol }),
      async outcomeOf(presignature) {
        await handOver(presignature, descriptor, keeper);
        return { kind: 'presigned', presignature: presignature.id };
      },
      subject: { kind: 'presign', value: { descriptor, certificate, aux: facts.aux } },
      wipe: end,
    }),
  };
}

async function handOver(
  presignature: Presignature,
  { scheme, index }: PresignDescriptor,
  keeper: Pick<Keeper, 'keepPresignature'>,
): Promise<void> {
  const { party, certificate } = presignature;
  if (!isEcdsaScheme(scheme)) throw new Bug('a presignature of another scheme');
  const { group } = ciphersuite(scheme);
  const secrets = presignature.take();
  const [k, chi] = [group.encodeScalar(secrets.k), group.encodeScalar(secrets.chi)];
  try {
    const encoded = encodeCbor(presignatureCertificateCodec, certificate);
    await keeper.keepPresignature({ scheme, party, index, certificate: encoded, k, chi });
  } finally {
    wipe(k, chi);
  }
}
