import { equalBytes } from '../bytes.ts';
import { derivePath } from '../derivation/derivePath.ts';
import type { EcdsaGroup } from '../ecdsa/ecdsaGroup.ts';
import { verdictDue } from '../ecdsa/presign/judge.ts';
import { presignRounds } from '../ecdsa/presign/messages.ts';
import {
  type PresignatureStatement,
  presignatureId,
  presignatureStatement,
  presignatureStatementType,
} from '../ecdsa/presign/statement.ts';
import { sumGamma } from '../ecdsa/presign/view.ts';
import type { EcdsaEngine } from '../ecdsa/setting.ts';
import { onlineRound, presignatureFits } from '../ecdsa/sign/ecdsaSign.ts';
import { signingPackage } from '../ecdsa/sign/rerandomise.ts';
import { shareHolds } from '../ecdsa/sign/signatureShare.ts';
import { namedPresignature } from '../ecdsa/stock/namedPresignature.ts';
import { type FaultCode, SessionStalled } from '../errors.ts';
import type { PartyIndex } from '../keys/structure.ts';
import type { Round } from '../protocol/protocol.ts';
import { isPrepared } from '../session/descriptor.ts';
import { verifyStatement } from '../wire/statement.ts';
import { auxJudges } from './auxJudges.ts';
import { type Casefile, demand, type Judge, messageOf, messagesSeenBy, Unproven } from './casefile.ts';
import { type EcdsaSubject, groupOfSubject } from './ecdsaSubject.ts';
import { presignJudges } from './presignJudges.ts';

/** How the cheats of one session are judged, and what its rounds ask for. */
export interface EcdsaJudges {
  readonly rounds: readonly Round<unknown>[];
  readonly judges: { readonly [code in FaultCode]?: Judge };
}

type SigningSubject = Extract<EcdsaSubject, { kind: 'ecdsa-signing' }>;

/** The judges of a session of threshold ECDSA. */
export function ecdsaJudges(subject: EcdsaSubject, engine: EcdsaEngine): EcdsaJudges {
  if (subject.kind === 'aux') return auxJudges(subject.value.descriptor, engine);
  const group = groupOfSubject(subject, engine);
  if (subject.kind === 'presign') return presignJudges(group);
  const { descriptor, presignature } = subject.value;
  // The session id says which rounds there were, not whoever tells of it: a share in round 1 would be a malformed
  // commitment, and the other way round.
  const prepared = isPrepared(descriptor);
  demand(prepared === (presignature !== null), 'the session signed with another presignature than it shows');
  if (prepared) {
    return {
      rounds: [onlineRound(group)],
      judges: { 'invalid-share': (file, accused) => judgeOnlineShare(group, subject, file, accused) },
    };
  }
  const { rounds, judges } = presignJudges(group);
  return {
    rounds,
    judges: { ...judges, 'invalid-share': (file, accused) => judgeInteractiveShare(group, subject, file, accused) },
  };
}

/** The presignature is the one that every signer set aside, and the accused itself certified its parts. */
function judgeOnlineShare(group: EcdsaGroup, subject: SigningSubject, file: Casefile, accused: PartyIndex): void {
  const { descriptor, presignature } = subject.value;
  demand(presignature !== null, 'it does not say which presignature was used');
  const { statement, signatures } = presignature;
  const id = presignatureId(statement);
  const named = namedPresignature(descriptor);
  demand(named !== undefined && equalBytes(named, id), 'the session is about another presignature');
  demand(presignatureFits(group, statement), 'the presignature is of another key or other signers');
  const identity = file.identities.get(accused);
  const signed = signatures.find(({ party }) => party === accused);
  demand(
    identity !== undefined &&
      signed !== undefined &&
      verifyStatement(presignatureStatementType, statement, signed.signature, identity),
    'the accused did not certify the presignature',
  );
  judgeShare(group, subject, file, accused, statement, messageOf(file, onlineRound(group), accused));
}

/** The presignature follows from rounds 2 and 3 as the accused saw them. */
function judgeInteractiveShare(group: EcdsaGroup, subject: SigningSubject, file: Casefile, accused: PartyIndex): void {
  const { Multiply, Open, Conclude } = presignRounds(group);
  const openings = messagesSeenBy(file, Open, accused);
  demand(verdictDue(group, openings) === 'certify', 'there was nothing to sign with');
  const Gamma = sumGamma(group, messagesSeenBy(file, Multiply, accused));
  demand(!Gamma.is0(), 'there was nothing to sign with');
  const statement = presignatureStatement(group, file.header.session, Gamma, openings);
  const conclusion = messageOf(file, Conclude(1), accused);
  demand(conclusion.kind === 'share', 'it gave no share, which is another cheat');
  judgeShare(group, subject, file, accused, statement, conclusion.value);
}

function judgeShare(
  group: EcdsaGroup,
  { value: { descriptor, certificate } }: SigningSubject,
  file: Casefile,
  accused: PartyIndex,
  statement: PresignatureStatement,
  sigma: bigint,
): void {
  const [message] = descriptor.messages;
  demand(message !== undefined && descriptor.messages.length === 1, 'an ECDSA session signs one message');
  const { suite, groupKey } = group.publicKey;
  const { tweak } = derivePath(suite, groupKey, certificate.statement.chainCode, descriptor.path);
  const request = { session: file.header.session, index: 0, message, tweak };
  const signing = orUnproven(() => signingPackage(group, statement, request));
  demand(!shareHolds(group, signing, statement, accused, sigma), 'its signature share holds');
}

function orUnproven<T>(compute: () => T): T {
  try {
    return compute();
  } catch (problem) {
    throw problem instanceof SessionStalled ? new Unproven(`nobody could have signed: ${problem.message}`) : problem;
  }
}
