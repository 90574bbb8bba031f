import { equalBytes, type Random } from '../../bytes.ts';
import { Bug, ProtocolFault, RequestRejected, SessionStalled } from '../../errors.ts';
import { scalarCodec } from '../../groups/codecs.ts';
import { verifies } from '../../groups/schnorr.ts';
import { broadcast, type Protocol, type Round } from '../../protocol/protocol.ts';
import { type SigningDescriptor, signingSessionId } from '../../session/descriptor.ts';
import type { EcdsaGroup } from '../ecdsaGroup.ts';
import { type Conclusion, presignRounds } from '../presign/messages.ts';
import { type EcdsaParty, presign } from '../presign/presign.ts';
import type { Presignature, PresignatureSecrets } from '../presign/presignature.ts';
import { presignaturePoints } from '../presign/presignaturePoints.ts';
import type { PresignatureStatement } from '../presign/statement.ts';
import type { Said } from '../presign/view.ts';
import { namedPresignature } from '../stock/namedPresignature.ts';
import { checkDigest, type SigningPackage, type SigningRequest, signingPackage } from './rerandomise.ts';
import { assembleSignature } from './signature.ts';
import { shareHolds, signatureShare } from './signatureShare.ts';

/** The only round of a session with a presignature: σ_j. */
export function onlineRound({ setting }: EcdsaGroup): Round<bigint> {
  return { number: 1, name: 'ECDSA signature share', codec: scalarCodec(setting.group) };
}

/**
 * Online signing (CGGMP24 Fig. 10) with a presignature, in one round. The presignature is used up by this call, whatever
 * becomes of it and of the protocol that it returns.
 * @returns a protocol that ends with r ‖ s ‖ v, low-s, verified under X + τ·G, or with a ProtocolFault naming whoever
 * sent a malformed or a false share
 * @throws RequestRejected for a presignature that does not fit, and for what is no digest
 */
export function ecdsaSign(
  group: EcdsaGroup,
  presignature: Presignature,
  request: SigningRequest,
): Protocol<Uint8Array> {
  // Not in the generator: one that is cancelled before it began runs no `finally`.
  try {
    checkPresignature(group, presignature);
    checkDigest(group.setting.group, request.message);
    return signOnline(group, presignature.certificate.statement, presignature.take(), request);
  } finally {
    presignature.wipe();
  }
}

/**
 * The same for a session of a network, which must name this presignature as what every signer has set aside: a share
 * under another one could be judged by nobody. The presignature is used up anyway.
 * @param tweak τ of the descriptor's path
 * @throws RequestRejected as `ecdsaSign`, and if the session names another presignature
 */
export function ecdsaSignPrepared(
  group: EcdsaGroup,
  presignature: Presignature,
  descriptor: SigningDescriptor,
  tweak: bigint,
): Protocol<Uint8Array> {
  const named = namedPresignature(descriptor);
  const [message] = descriptor.messages;
  if (!named || !message || !equalBytes(named, presignature.id)) {
    presignature.wipe();
    throw new RequestRejected('wrong-presignature', 'Not every signer of the session has set this presignature aside.');
  }
  return ecdsaSign(group, presignature, { session: signingSessionId(descriptor), index: 0, message, tweak });
}

function* signOnline(
  group: EcdsaGroup,
  statement: PresignatureStatement,
  secrets: PresignatureSecrets,
  request: SigningRequest,
): Protocol<Uint8Array> {
  const signing = signingPackage(group, statement, request);
  const shares = yield* broadcast(onlineRound(group), signatureShare(group, signing, secrets));
  return aggregateOrBlame(group, statement, request, signing, shares, [1]);
}

/**
 * Presigning and signing in one session of five rounds, which keeps nothing.
 * @throws RequestRejected for what is no digest, before anything is said
 */
export function ecdsaSignInteractively(
  party: EcdsaParty,
  request: Omit<SigningRequest, 'session'>,
  random: Random,
): Protocol<Uint8Array> {
  checkDigest(party.group.setting.group, request.message);
  return presignAndSign(party, { ...request, session: party.session }, random);
}

function* presignAndSign(party: EcdsaParty, request: SigningRequest, random: Random): Protocol<Uint8Array> {
  const { group } = party;
  const presignature = yield* presign(party, random);
  try {
    const { statement } = presignature.certificate;
    const signing = signingPackage(group, statement, request);
    const value = signatureShare(group, signing, presignature.take());
    const conclusions = yield* broadcast<Conclusion>(presignRounds(group).Conclude(1), { kind: 'share', value });
    return aggregateOrBlame(group, statement, request, signing, sharesOf(conclusions), [2, 3, 4, 5]);
  } finally {
    presignature.wipe();
  }
}

function sharesOf(conclusions: Said<Conclusion>): Said<bigint> {
  const refusing = [...conclusions].filter(([, { kind }]) => kind !== 'share').map(([party]) => party);
  if (refusing.length > 0) throw new ProtocolFault('wrong-verdict', refusing, [3, 4, 5]);
  return new Map([...conclusions].flatMap(([party, { kind, value }]) => (kind === 'share' ? [[party, value]] : [])));
}

/** The signature, verified; or, where it does not hold, the fault that names whoever sent a false share. */
function aggregateOrBlame(
  group: EcdsaGroup,
  statement: PresignatureStatement,
  { message }: SigningRequest,
  signing: SigningPackage,
  shares: Said<bigint>,
  evidence: readonly number[],
): Uint8Array {
  const { publicKey, setting } = group;
  const key = publicKey.groupKey.add(setting.group.generator.multiplyUnsafe(signing.tau));
  const signature = assembleSignature(setting.group, signing, [...shares.values()]);
  if (signature && publicKey.suite.verifyUnder(key, signature, message)) return signature;
  // Only now are the shares looked at one by one: honest sessions never pay for it.
  const culprits = statement.parts
    .filter(({ party }) => !shareHolds(group, signing, statement, party, shares.get(party) ?? 0n))
    .map(({ party }) => party);
  if (culprits.length > 0) throw new ProtocolFault('invalid-share', culprits, evidence);
  // Attack 30: it proves nothing about anybody.
  if (!signature) throw new SessionStalled('s is zero, which no presignature survives', []);
  throw new Bug('every signature share holds, but the signature does not');
}

/** A presignature of another key, epoch, aux generation or set of signers would sign nothing. */
function checkPresignature(group: EcdsaGroup, { certificate }: Presignature): void {
  if (presignatureFits(group, certificate.statement)) return;
  throw new RequestRejected('wrong-presignature', 'The presignature is of another key or other signers.');
}

/** Whether a statement is about a group's signers, and its points are some. */
export function presignatureFits(
  { key, auxGeneration, signers, setting }: EcdsaGroup,
  statement: PresignatureStatement,
): boolean {
  const parties = [...signers.keys()];
  return (
    equalBytes(statement.cluster, key.cluster) &&
    equalBytes(statement.key, key.key) &&
    statement.epoch === key.epoch &&
    equalBytes(statement.auxGeneration, auxGeneration) &&
    statement.parts.length === parties.length &&
    statement.parts.every(({ party }, i) => party === parties[i]) &&
    verifies(() => presignaturePoints(setting.group, statement) !== undefined)
  );
}
