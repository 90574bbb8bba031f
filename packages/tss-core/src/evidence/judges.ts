import { equalBytes } from '../bytes.ts';
import type { EcdsaEngine } from '../ecdsa/setting.ts';
import { type FaultCode, SessionStalled } from '../errors.ts';
import type { Ciphersuite } from '../groups/ciphersuite.ts';
import { ciphersuite } from '../groups/index.ts';
import { dealingHash, judgeDealing, judgeVerdict } from '../keygen/judge.ts';
import { Certify, Commit, Deal, type Dealing, Judge as JudgeRound, StrictDeal } from '../keygen/messages.ts';
import { type KeygenContext, keyStatement } from '../keygen/statement.ts';
import { type KeyStatement, keyStatementType } from '../keys/certificate.ts';
import type { PartyIndex } from '../keys/structure.ts';
import { decodeBody, type Round } from '../protocol/protocol.ts';
import { envelopeDigest } from '../wire/envelope.ts';
import { verifyStatement } from '../wire/statement.ts';
import { type Casefile, demand, type Judge, messageOf, messagesSeenBy, Unproven } from './casefile.ts';
import { ecdsaJudges } from './ecdsaJudges.ts';
import type { Evidence } from './evidence.ts';
import { judgeSignatureShare, signingRounds } from './signingJudges.ts';

type Judges = { readonly [code in FaultCode]?: Judge };

/** One judge per kind of cheat that the subject's session has: each decides from the signed envelopes alone. */
export function judgesOf({ subject }: Evidence, engine: EcdsaEngine): Judges {
  if (subject.kind === 'keygen' || subject.kind === 'signing') return JUDGES;
  const { rounds, judges } = ecdsaJudges(subject, engine);
  return {
    equivocation: judgeEquivocation,
    'malformed-message': (file, accused) => judgeMalformed(file, accused, rounds),
    ...judges,
  };
}

const JUDGES: Judges = {
  equivocation: judgeEquivocation,
  'malformed-message': (file, accused, evidence) => judgeMalformed(file, accused, roundsOf(file, evidence)),
  'bad-opening': judgeOpening,
  'wrong-commitment-length': (file, accused, evidence) =>
    judgeDealt(file, accused, evidence, 'wrong-commitment-length'),
  'bad-proof-of-possession': (file, accused, evidence) =>
    judgeDealt(file, accused, evidence, 'bad-proof-of-possession'),
  'wrong-dealt-share': (file, accused, evidence) => judgeComplaints(file, accused, evidence, 'wrong-dealt-share'),
  'false-complaint': (file, accused, evidence) => judgeComplaints(file, accused, evidence, 'false-complaint'),
  'wrong-certificate-signature': judgeCertificateSignature,
  'invalid-share': judgeSignatureShare,
};

/** Two different signed envelopes for one (session, round, from, to). */
function judgeEquivocation(file: Casefile, accused: PartyIndex): void {
  const own = file.envelopes.filter((envelope) => envelope.from === accused);
  const conflicting = own.some((a) =>
    own.some((b) => a.round === b.round && a.to === b.to && !equalBytes(envelopeDigest(a), envelopeDigest(b))),
  );
  demand(conflicting, 'no two of its envelopes stand in one place and differ');
}

/** A broadcast whose body is not what the round asks for. */
function judgeMalformed(file: Casefile, accused: PartyIndex, rounds: readonly Round<unknown>[]): void {
  const malformed = file.envelopes.some((envelope) => {
    const round = rounds.find(({ number }) => number === envelope.round);
    return envelope.from === accused && envelope.to === 'all' && round && decodeBody(round, envelope) === undefined;
  });
  demand(malformed, 'every broadcast of it decodes');
}

function roundsOf(file: Casefile, evidence: Evidence): readonly Round<unknown>[] {
  const { subject } = evidence;
  if (subject.kind === 'signing') return signingRounds(file, subject.value, evidence);
  demand(subject.kind === 'keygen', 'its rounds are others');
  return [Commit, StrictDeal(ciphersuite(subject.value.descriptor.structure.scheme)), JudgeRound, Certify];
}

/** Round 2 does not open round 1. */
function judgeOpening(file: Casefile, accused: PartyIndex, evidence: Evidence): void {
  const context = keygenContext(file, evidence);
  const suite = ciphersuite(context.structure.scheme);
  const committed = messageOf(file, Commit, accused);
  const opened = dealingHash(suite, context, accused, messageOf(file, Deal(suite), accused));
  demand(!equalBytes(committed, opened), 'its dealing opens its commitment');
}

function judgeDealt(file: Casefile, accused: PartyIndex, evidence: Evidence, code: FaultCode): void {
  const context = keygenContext(file, evidence);
  const suite = ciphersuite(context.structure.scheme);
  const dealing = messageOf(file, Deal(suite), accused);
  const found = judgeDealing(suite, context, file.identities, accused, dealing);
  demand(found === code, 'its dealing is sound in that respect');
}

/** Some complaint of round 3 whose judgement convicts the accused, under the dealings that the complainer saw. */
function judgeComplaints(file: Casefile, accused: PartyIndex, evidence: Evidence, code: FaultCode): void {
  const context = keygenContext(file, evidence);
  const suite = ciphersuite(context.structure.scheme);
  const complainers = file.envelopes.filter(({ round, to }) => round === JudgeRound.number && to === 'all');
  const convicted = complainers.some(({ from: complainer }) => {
    const verdict = messageOf(file, JudgeRound, complainer);
    if (verdict.kind !== 'complaint') return false;
    const dealings = messagesSeenBy(file, Deal(suite), complainer);
    const complaint = { complainer, accused: verdict.value.accused, opened: verdict.value.envelope };
    const found = judgeVerdict(suite, context, file.identities, dealings, complaint);
    return found === code && accused === (code === 'wrong-dealt-share' ? complaint.accused : complainer);
  });
  demand(convicted, 'no complaint in the file convicts it');
}

function judgeCertificateSignature(file: Casefile, accused: PartyIndex, evidence: Evidence): void {
  const context = keygenContext(file, evidence);
  const suite = ciphersuite(context.structure.scheme);
  const dealings: ReadonlyMap<PartyIndex, Dealing> = messagesSeenBy(file, Deal(suite), accused);
  const statement = statementOf(suite, context, dealings);
  const identity = file.identities.get(accused);
  demand(identity !== undefined, 'its identity is unknown');
  const signature = messageOf(file, Certify, accused);
  demand(!verifyStatement(keyStatementType, statement, signature, identity), 'its certificate signature verifies');
}

/** Dealings that an honest party would not have gone on with, such as of unequal lengths, make no statement. */
function statementOf(
  suite: Ciphersuite,
  context: KeygenContext,
  dealings: ReadonlyMap<PartyIndex, Dealing>,
): KeyStatement {
  try {
    return keyStatement(suite, context, dealings);
  } catch (problem) {
    const makesNoKey = problem instanceof SessionStalled || problem instanceof RangeError;
    throw makesNoKey ? new Unproven(`the dealings make no key: ${problem.message}`) : problem;
  }
}

function keygenContext(file: Casefile, { subject }: Evidence): KeygenContext {
  demand(subject.kind === 'keygen', 'that cheat belongs to a keygen');
  return {
    header: file.header,
    orderHash: subject.value.descriptor.orderHash,
    structure: subject.value.descriptor.structure,
  };
}
