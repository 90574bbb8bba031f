import { type Random, wipe } from '../bytes.ts';
import { Bug, ProtocolFault } from '../errors.ts';
import type { Ciphersuite } from '../groups/ciphersuite.ts';
import { ciphersuite } from '../groups/index.ts';
import { type KeyCertificate, type KeyStatement, keyStatementType } from '../keys/certificate.ts';
import type { KeyShare } from '../keys/share.ts';
import type { PartyIndex, Quorum } from '../keys/structure.ts';
import { broadcast, broadcastWithDirect, checkpoint, type Protocol } from '../protocol/protocol.ts';
import type { CommitmentVector } from '../sharing/commitments.ts';
import { type Polynomial, randomPolynomial } from '../sharing/polynomial.ts';
import { encodeCbor } from '../wire/codec.ts';
import type { Envelope } from '../wire/envelope.ts';
import { signStatement, statementVerifier } from '../wire/statement.ts';
import { checkDealings, refuseMixedOrder } from './checkDealings.ts';
import { dealingHash, identityOf, judgeVerdict, possessionContext } from './judge.ts';
import { Certify, Commit, Deal, type Dealing, DealtShare, Judge, type Verdict } from './messages.ts';
import { provePossession } from './proofOfPossession.ts';
import { type KeygenContext, keyStatement, quorumOf, summedDealings } from './statement.ts';
import { type DealtToParty, sumShares } from './sumShares.ts';

/** One party's part in a keygen. */
export interface KeygenParty extends KeygenContext {
  readonly self: PartyIndex;
  /** Identity keys (33 bytes) of all parties. */
  readonly identities: ReadonlyMap<PartyIndex, Uint8Array>;
  readonly identitySecret: Uint8Array;
}

/** The share belongs to whoever runs the protocol: seal it, then wipe it. */
export interface KeygenResult {
  readonly certificate: KeyCertificate;
  readonly share: KeyShare;
}

/**
 * Dealer-free distributed key generation with a certificate: Pedersen's joint Feldman sharing with proofs of
 * possession (FROST, Komlo & Goldberg 2020, Figure 1), a hash-commit round before it (no bias of X, joint chain code)
 * and a certificate of all after it (ChillDKG's CertEq: nobody holds a usable share of a key that others do not).
 *
 * Departures from Figure 1: shares are sent beside the commitments, not a round later, since they depend on nothing
 * that others send; round 3's envelopes carry the hash of all commitments, which is the echo. A key may be a sum over
 * several quorums, each dealt by its own members.
 *
 * @returns the certificate, with the signature of every party, and this party's share
 * @throws ProtocolFault naming whoever broke it; SessionStalled if the dealings happen to add up to no key
 */
export function* keygen(party: KeygenParty, random: Random): Protocol<KeygenResult> {
  const suite = ciphersuite(party.structure.scheme);
  const quorum = ownQuorum(party);
  const f = randomPolynomial(suite.group, quorum.threshold, random);
  const held: Uint8Array[] = [];
  try {
    // Round 1: commit to the dealing by its hash.
    const dealing = deal(suite, party, f, random);
    const hashes = yield* broadcast(Commit, dealingHash(suite, party, party.self, dealing));

    // Round 2: publish the commitments A_{i,k} = a_{i,k}·G with proof of possession; send f_i(j) to each member j.
    const dealt = dealtShares(suite, party, f);
    held.push(...dealt.values());
    const { broadcasts: dealings, direct } = yield* broadcastWithDirect(Deal(suite), dealing, dealt, (published) =>
      checkDealings(suite, party, hashes, published, random),
    );
    const sums = summedDealings(suite, party.structure, dealings);
    refuseMixedOrder(suite, dealings, sums);

    // Round 3: check the received shares; accept, or complain and open the refuted one. Its inbox is the echo of round 2.
    const { secret, verdict } = sumShares(suite, dealtTo(party, f, dealings, sums, direct));
    held.push(secret);
    // A complaint convicts by itself: it does a dealer no good to be silent in this round.
    yield* broadcast(Judge, verdict, (verdicts) => judgeVerdicts(suite, party, verdicts, dealings));

    // Store before certifying (rule 13): a full certificate may arrive at any later time.
    const statement = keyStatement(suite, party, dealings, sums);
    const share: KeyShare = { party: party.self, secret };
    yield* checkpoint({ statement, share });

    // Round 4: certify.
    const signature = signStatement(keyStatementType, statement, party.identitySecret);
    const signatures = yield* broadcast(Certify, signature, (given) => refuseForged(party, statement, given));
    held.pop();
    return { certificate: assemble(statement, signatures), share };
  } finally {
    f.wipe();
    wipe(...held);
  }
}

function ownQuorum(party: KeygenParty): Quorum {
  const quorum = party.structure.quorums[quorumOf(party.structure, party.self)];
  if (!quorum) throw new Bug(`party ${party.self} stands in no quorum`);
  return quorum;
}

function deal(suite: Ciphersuite, party: KeygenParty, f: Polynomial, random: Random): Dealing {
  const commitments = f.commit();
  const context = possessionContext(party, party.identities, party.self);
  const proof = provePossession(suite, context, f.constant(), commitments, random);
  return { commitments, proof, chainCode: random(32) };
}

function dealtShares(suite: Ciphersuite, party: KeygenParty, f: Polynomial): ReadonlyMap<PartyIndex, Uint8Array> {
  const others = ownQuorum(party).members.filter((member) => member !== party.self);
  const { codec } = DealtShare(suite);
  return new Map([...f.evaluateAll(others)].map(([j, share]) => [j, encodeCbor(codec, share)]));
}

function dealtTo(
  { structure, self }: KeygenParty,
  f: Polynomial,
  dealings: ReadonlyMap<PartyIndex, Dealing>,
  sums: readonly CommitmentVector[],
  direct: ReadonlyMap<PartyIndex, Envelope>,
): DealtToParty {
  const sum = sums[quorumOf(structure, self)];
  if (!sum) throw new Bug(`party ${self} stands in no quorum`);
  return { self, own: f.evaluate(self), dealings, sum, direct };
}

/** With any complaint nobody certifies: the session ends here, and was never stored. */
function judgeVerdicts(
  suite: Ciphersuite,
  party: KeygenParty,
  verdicts: ReadonlyMap<PartyIndex, Verdict>,
  dealings: ReadonlyMap<PartyIndex, Dealing>,
): void {
  for (const [complainer, verdict] of verdicts) {
    if (verdict.kind !== 'complaint') continue;
    const { accused, envelope: opened } = verdict.value;
    const cheat = judgeVerdict(suite, party, party.identities, dealings, { complainer, accused, opened });
    const culprit = cheat === 'wrong-dealt-share' ? accused : complainer;
    throw new ProtocolFault(cheat, [culprit], [Deal(suite).number, Judge.number], complainer);
  }
}

function refuseForged(
  { identities }: KeygenParty,
  statement: KeyStatement,
  signatures: ReadonlyMap<PartyIndex, Uint8Array>,
): void {
  const holds = statementVerifier(keyStatementType, statement);
  const forged = [...signatures].filter(([index, signature]) => !holds(signature, identityOf(identities, index)));
  if (forged.length === 0) return;
  const culprits = forged.map(([index]) => index);
  const { scheme } = statement.structure;
  const rounds = [Deal(ciphersuite(scheme)).number, Judge.number, Certify.number];
  throw new ProtocolFault('wrong-certificate-signature', culprits, rounds);
}

function assemble(statement: KeyStatement, signatures: ReadonlyMap<PartyIndex, Uint8Array>): KeyCertificate {
  return { statement, signatures: [...signatures].map(([party, signature]) => ({ party, signature })) };
}
