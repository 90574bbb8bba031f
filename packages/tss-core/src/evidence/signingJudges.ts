import type { NonceCommitment } from '../frost/commitments.ts';
import { judgeShare } from '../frost/judgeShare.ts';
import { commitmentsRound, signatureSharesRound, strictCommitmentsRound } from '../frost/rounds.ts';
import { type SigningGroup, signingGroup } from '../frost/signingGroup.ts';
import type { PartyIndex } from '../keys/structure.ts';
import { decodeBody, type Round } from '../protocol/protocol.ts';
import { isPrepared } from '../session/descriptor.ts';
import { broadcastOf, type Casefile, demand, messagesSeenBy } from './casefile.ts';
import type { Evidence, EvidenceSubject } from './evidence.ts';
import { commitmentsInAdvance, roundInAdvance } from './givenInAdvance.ts';

type SigningSubject = (EvidenceSubject & { readonly kind: 'signing' })['value'];
type Commitments = ReadonlyMap<PartyIndex, readonly NonceCommitment[]>;

/** What each round of a signing asks for: one round if commitments were given in advance, else two. */
export function signingRounds(
  file: Casefile,
  subject: SigningSubject,
  { batches }: Evidence,
): readonly Round<unknown>[] {
  const { descriptor, certificate } = subject;
  const { messages } = descriptor;
  const group = signingGroup(certificate.statement, descriptor.assignment, descriptor.path);
  if (isPrepared(descriptor)) {
    return [roundInAdvance(group, commitmentsInAdvance(file, group, descriptor, batches), messages)];
  }
  const { group: points } = group.publicKey.suite;
  return [strictCommitmentsRound(points, messages.length), signatureSharesRound(points, messages.length)];
}

/** A false signature share, under the commitment list that its own envelope names (RFC 9591 §5.4). */
export function judgeSignatureShare(file: Casefile, accused: PartyIndex, evidence: Evidence): void {
  const { subject, batches } = evidence;
  demand(subject.kind === 'signing', 'that cheat belongs to a signing');
  const { descriptor, certificate } = subject.value;
  const group = signingGroup(certificate.statement, descriptor.assignment, descriptor.path);
  const { messages } = descriptor;
  if (isPrepared(descriptor)) {
    const commitments = commitmentsInAdvance(file, group, descriptor, batches);
    judge(file, accused, group, messages, commitments, roundInAdvance(group, commitments, messages));
  } else {
    const { group: points } = group.publicKey.suite;
    const commitments = messagesSeenBy(file, commitmentsRound(points, messages.length), accused);
    judge(file, accused, group, messages, commitments, signatureSharesRound(points, messages.length));
  }
}

function judge(
  file: Casefile,
  accused: PartyIndex,
  group: SigningGroup,
  messages: readonly Uint8Array[],
  commitments: Commitments,
  round: Round<readonly bigint[]>,
): void {
  const shares = decodeBody(round, broadcastOf(file, round.number, accused));
  demand(shares !== undefined, 'its shares do not decode, which is another cheat');
  demand(!judgeShare(group, messages, commitments, accused, shares), 'its signature shares hold');
}
