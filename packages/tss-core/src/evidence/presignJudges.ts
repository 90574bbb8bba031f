import { decryptionHolds, publicProductHolds } from '../ecdsa/blame/judge.ts';
import type { EcdsaGroup } from '../ecdsa/ecdsaGroup.ts';
import {
  areCiphertexts,
  deltaProofHolds,
  gammaProofHolds,
  type PublicPlace,
  productProofsHold,
  rangeProofsHold,
  verdictDue,
} from '../ecdsa/presign/judge.ts';
import { presignRounds } from '../ecdsa/presign/messages.ts';
import { presignatureStatement, presignatureStatementType } from '../ecdsa/presign/statement.ts';
import { sumGamma } from '../ecdsa/presign/view.ts';
import { verifies } from '../groups/schnorr.ts';
import type { PartyIndex } from '../keys/structure.ts';
import type { Envelope } from '../wire/envelope.ts';
import { verifyStatement } from '../wire/statement.ts';
import { type Casefile, demand, messageOf, messagesSeenBy } from './casefile.ts';
import type { EcdsaJudges } from './ecdsaJudges.ts';

/** One judge per kind of cheat that a presigning has, blame included. */
export function presignJudges(group: EcdsaGroup): EcdsaJudges {
  const { Commit, Multiply, Open, Judge, Conclude } = presignRounds(group);
  const conclusions = [...group.signers.keys()].slice(1).map((_, i) => Conclude(i + 1));
  return {
    rounds: [Commit, Multiply, Open, Judge, ...conclusions],
    judges: {
      'invalid-ciphertext': (file, accused) =>
        demand(!areCiphertexts(group, accused, messageOf(file, Multiply, accused)), 'all its ciphertexts are some'),
      'invalid-proof': (file, accused) => judgeProof(group, file, accused),
      'wrong-verdict': (file, accused) => judgeVerdict(group, file, accused),
      'wrong-certificate-signature': (file, accused) => judgeSignature(group, file, accused),
    },
  };
}

/** The proof that the file is about: the one it opens, or that of the last round in which the accused spoke. */
function judgeProof(group: EcdsaGroup, file: Casefile, accused: PartyIndex): void {
  const place = { group, session: file.header.session };
  const own = file.envelopes.filter(({ from }) => from === accused);
  const opened = own.find(({ to }) => to !== 'all');
  if (opened) demand(!openedHolds(place, file, accused, opened), 'the proof that is opened holds');
  else demand(!spokenHolds(place, file, accused, Math.max(...own.map(({ round }) => round))), 'its proof holds');
}

function openedHolds(place: PublicPlace, file: Casefile, accused: PartyIndex, opened: Envelope): boolean {
  const { Commit, Multiply } = presignRounds(place.group);
  const { round, to } = opened;
  demand(to !== 'all' && to !== accused && file.parties.includes(to), 'the proof that is opened is for no signer');
  if (round === 1) return rangeProofsHold(place, messageOf(file, Commit, accused), to, opened);
  demand(round === 2, 'no proofs are direct in that round');
  const commitments = messagesSeenBy(file, Commit, accused);
  const own = new Map([[accused, messageOf(file, Multiply, accused)]]);
  return productProofsHold(place, commitments, own, to, opened);
}

function spokenHolds(place: PublicPlace, file: Casefile, accused: PartyIndex, round: number): boolean {
  const { Commit, Multiply, Open, Judge, Conclude } = presignRounds(place.group);
  const commitment = messageOf(file, Commit, accused);
  const multiplication = messageOf(file, Multiply, accused);
  if (round === 2) return gammaProofHolds(place, accused, commitment, multiplication);
  if (round === 3) {
    const Gamma = sumGamma(place.group, messagesSeenBy(file, Multiply, accused));
    return deltaProofHolds(place, accused, commitment, Gamma, messageOf(file, Open, accused));
  }
  demand(round >= 4, 'no proofs are broadcast in that round');
  const verdict = messageOf(file, Judge, accused);
  demand(verdict.kind !== 'certify', 'it proves nothing');
  if (round === 4) {
    const multiplications = messagesSeenBy(file, Multiply, accused);
    const openings = new Map([[accused, messageOf(file, Open, accused)]]);
    const failed = { commitments: new Map([[accused, commitment]]), multiplications, openings };
    return verifies(() => decryptionHolds(place, failed, accused, verdict));
  }
  const step = round - 4;
  demand(step < place.group.signers.size, 'there is no such round');
  const commitments = messagesSeenBy(file, Commit, accused);
  const failed = { commitments, multiplications: new Map([[accused, multiplication]]) };
  return publicProductHolds(place, verdict.kind, failed, accused, step, messageOf(file, Conclude(step), accused));
}

/** Other than what follows from the openings that it saw: in round 4, or in what comes after it. */
function judgeVerdict(group: EcdsaGroup, file: Casefile, accused: PartyIndex): void {
  const { Open, Judge, Conclude } = presignRounds(group);
  const due = verdictDue(group, messagesSeenBy(file, Open, accused));
  demand(due !== undefined, 'no verdict follows from what it saw');
  const last = Math.max(...file.envelopes.filter(({ from }) => from === accused).map(({ round }) => round));
  if (last === 4) {
    demand(messageOf(file, Judge, accused).kind !== due, 'its verdict follows from what it saw');
  } else {
    demand(last - 4 < group.signers.size, 'there is no such round');
    const conclusion = messageOf(file, Conclude(last - 4), accused);
    demand(conclusion.kind !== (due === 'certify' ? 'share' : 'product'), 'its conclusion follows from what it saw');
  }
}

function judgeSignature(group: EcdsaGroup, file: Casefile, accused: PartyIndex): void {
  const { Multiply, Open, Judge } = presignRounds(group);
  const identity = file.identities.get(accused);
  demand(identity !== undefined, 'its identity is unknown');
  const openings = messagesSeenBy(file, Open, accused);
  demand(verdictDue(group, openings) === 'certify', 'there was nothing to certify');
  const Gamma = sumGamma(group, messagesSeenBy(file, Multiply, accused));
  demand(!Gamma.is0(), 'there was nothing to certify');
  const statement = presignatureStatement(group, file.header.session, Gamma, openings);
  const verdict = messageOf(file, Judge, accused);
  demand(verdict.kind === 'certify', 'it certified nothing');
  const holds = verifyStatement(presignatureStatementType, statement, verdict.value, identity);
  demand(!holds, 'its signature verifies');
}
