import { bytesToHex } from '@noble/hashes/utils.js';
import {
  certificateCodec,
  derivePath,
  equalBytes,
  isPrepared,
  type KeyCertificate,
  type KeyShare,
  MAX_CERTIFICATE_BYTES,
  type PartyIndex,
  RequestRejected,
  Session,
  type SigningDescriptor,
  signersOf,
  signingDescriptorCodec,
  signingSessionId,
  wipeShare,
} from '@quorate/tss-core';
import {
  type AuxCertificate,
  type AuxSecrets,
  auxCertificateCodec,
  auxGenerationOf,
  ecdsaGroup,
  ecdsaSignInteractively,
  MAX_AUX_CERTIFICATE_BYTES,
  wipeAuxSecrets,
} from '@quorate/tss-core/ecdsa';
import { decodeCbor } from '@quorate/tss-core/wire';
import { LiveSession } from '../liveSession.ts';
import { checkKey, MAX_DESCRIPTOR_BYTES, ownSigningReady } from '../openSigning.ts';
import { openShare, ownParty } from '../shares.ts';
import type { Identities } from '../vault.ts';
import type { HeavyTools } from './heavySecrets.ts';
import type { HeavyParams } from './heavyVault.ts';
import { ownAuxParty } from './openAux.ts';
import { openAuxSecrets } from './sealedAux.ts';

/** What the session is about, and what is trusted of it: the store's certificates were verified when they came in. */
interface Facts {
  readonly descriptor: SigningDescriptor;
  readonly certificate: KeyCertificate;
  readonly aux: AuxCertificate;
  readonly self: PartyIndex;
  readonly identities: Identities;
}

interface Opened {
  readonly share: KeyShare;
  readonly aux: AuxSecrets;
}

type OpenedSigning = { readonly id: string; readonly session: LiveSession<Uint8Array> };

/**
 * Opens the share and the aux secrets for one session that presigns and signs one message. The network thread has
 * compared every field with the desk's request; here it takes this node's own unused r_i for this request, and the key
 * and generation that the secrets belong to.
 */
export async function openEcdsaSigning(
  params: HeavyParams<'openEcdsaSigning'>,
  tools: HeavyTools,
): Promise<OpenedSigning> {
  const { secrets, engine, keeper } = tools;
  const facts = decodeFacts(params, secrets.node);
  await keeper.consumeReady({ ...ownSigningReady(facts.descriptor, facts.self), now: params.now });
  checkFacts(facts, tools);
  const { certificate, aux, self } = facts;
  const share = await openShare(secrets, certificate, params.sealed, 'share');
  try {
    const auxParty = ownAuxParty(aux.statement, secrets.node);
    const opened = await openAuxSecrets(secrets, engine, aux.statement, auxParty, params.aux.sealed, 'aux');
    if (auxParty === self) return live(facts, { share, aux: opened }, tools);
    wipeAuxSecrets(opened);
    throw new RequestRejected('wrong-key', 'this node has another seat in the aux generation than in the key');
  } catch (problem) {
    wipeShare(share);
    throw problem;
  }
}

function decodeFacts(params: HeavyParams<'openEcdsaSigning'>, node: string): Facts {
  const descriptor = decodeCbor(signingDescriptorCodec, params.descriptor, MAX_DESCRIPTOR_BYTES, 'signing descriptor');
  const certificate = decodeCbor(certificateCodec, params.certificate, MAX_CERTIFICATE_BYTES, 'certificate');
  const aux = decodeCbor(auxCertificateCodec, params.aux.certificate, MAX_AUX_CERTIFICATE_BYTES, 'aux certificate');
  const self = ownParty(certificate.statement, node);
  return { descriptor, certificate, aux, self, identities: params.identities };
}

function checkFacts({ descriptor, certificate, aux }: Facts, { secrets }: HeavyTools): void {
  checkKey(descriptor, certificate, secrets);
  if (!equalBytes(descriptor.auxGeneration, auxGenerationOf(aux.statement))) {
    throw new RequestRejected('wrong-key', 'the session is about another aux generation than the secrets');
  }
  if (isPrepared(descriptor) || descriptor.messages.length !== 1) {
    throw new RequestRejected('unsupported-session', 'a session of ECDSA presigns and signs one message');
  }
}

function live(facts: Facts, opened: Opened, { secrets, engine, random }: HeavyTools): OpenedSigning {
  const { descriptor, certificate, aux, self } = facts;
  const { cluster, key, epoch, assignment, path } = descriptor;
  const session = signingSessionId(descriptor);
  const header = { cluster, key, epoch, session };
  const { identitySecret } = secrets;
  const signers = signersOf(assignment);
  const identities = new Map([...facts.identities].filter(([party]) => signers.includes(party)));
  const group = ecdsaGroup(certificate.statement, aux.statement, assignment, engine);
  const { suite, groupKey } = group.publicKey;
  const { tweak } = derivePath(suite, groupKey, certificate.statement.chainCode, path);
  const party = { group, session, share: opened.share, secrets: opened.aux, identities, identitySecret };
  const [message = new Uint8Array(0)] = descriptor.messages;
  const protocol = ecdsaSignInteractively(party, { index: 0, message, tweak }, random);
  return {
    id: bytesToHex(session),
    session: new LiveSession({
      session: new Session({ header, self, identities, identitySecret, protocol }),
      outcomeOf: (signature) => ({ kind: 'signed', signatures: [signature] }),
      subject: { kind: 'ecdsa-signing', value: { descriptor, certificate, aux, presignature: null } },
      wipe() {
        wipeShare(opened.share);
        wipeAuxSecrets(opened.aux);
      },
    }),
  };
}
