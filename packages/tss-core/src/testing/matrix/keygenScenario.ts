import { ciphersuite } from '../../groups/index.ts';
import { dealingHash, possessionContext } from '../../keygen/judge.ts';
import { Certify, Commit, Deal, type Dealing, DealtShare, Judge, StrictDeal } from '../../keygen/messages.ts';
import { provePossession } from '../../keygen/proofOfPossession.ts';
import type { KeygenContext } from '../../keygen/statement.ts';
import { isShareOfKey } from '../../keys/acknowledgement.ts';
import { certificateHash } from '../../keys/certificate.ts';
import { type KeyStructure, type PartyIndex, partyIndex } from '../../keys/structure.ts';
import { verifyCertificate } from '../../keys/verifyCertificate.ts';
import { randomPolynomial } from '../../sharing/polynomial.ts';
import { DecodeError, decodeCbor, encodeCbor } from '../../wire/codec.ts';
import { envelopeCodec, MAX_BODY_BYTES } from '../../wire/envelope.ts';
import { type Cheat, changingBroadcast } from '../cheating.ts';
import {
  identitiesOf,
  keygenDescriptorOf,
  keygenHeader,
  partyRandom,
  type SimulatedKeygen,
  simulateKeygen,
} from '../fixtures.ts';
import { seededRandom } from '../seededRandom.ts';
import { type Recording, type Scenario, type ScenarioRun, SEED, type SentMessage, sentMessage } from './scenario.ts';

/** Keygen with party 2 corrupt. Parties 1 and 2 stand in one quorum. */
export function keygenScenario(structure: KeyStructure): Scenario {
  const corrupt = partyIndex(2);
  return {
    scheme: structure.scheme,
    corrupt,
    parties: structure.parties.map(({ index }) => index),
    run: (seed, options) => keygenRun(structure, simulateKeygen(structure, seed, options)),
    messages: (recording) => keygenMessages(structure, corrupt, recording),
  };
}

function keygenRun(structure: KeyStructure, { descriptor, outcomes }: SimulatedKeygen): ScenarioRun {
  return {
    outcomes,
    subject: { kind: 'keygen', value: { descriptor } },
    checkResults(parties) {
      const keys = new Set<string>();
      for (const party of parties) {
        const outcome = outcomes.get(party);
        if (outcome?.kind !== 'done') throw new Error(`party ${party} has no key`);
        const { certificate, share } = outcome.result;
        const hash = String(certificateHash(certificate));
        if (!keys.has(hash)) verifyCertificate(certificate, identitiesOf(structure));
        keys.add(hash);
        if (!isShareOfKey(share, certificate)) throw new Error(`party ${party} has a wrong share`);
      }
      if (keys.size > 1) throw new Error('honest parties have different keys');
    },
  };
}

function keygenMessages(structure: KeyStructure, corrupt: PartyIndex, recording: Recording): readonly SentMessage[] {
  const suite = ciphersuite(structure.scheme);
  const receiver = partyIndex(1);
  const toAll = ({ number: round, codec }: typeof Commit | ReturnType<typeof Deal> | typeof Judge, name: string) =>
    sentMessage(corrupt, { round, to: 'all' }, { name, codec, body: recording.get(round, corrupt, 'all').body });
  const dealt = recording.get(Deal(suite).number, corrupt, receiver).body;
  const direct = sentMessage(
    corrupt,
    { round: Deal(suite).number, to: receiver },
    { name: 'DealtShare', codec: DealtShare(suite).codec, body: dealt },
  );
  const deal = toAll(StrictDeal(suite), 'Deal');
  return [
    toAll(Commit, 'Commit'),
    { ...deal, committed: (body) => committedDealing(structure, corrupt, deal, body) },
    direct,
    toAll(Judge, 'Judge'),
    complaintMessage(structure, corrupt, receiver, recording),
    toAll(Certify, 'Certify'),
  ];
}

/** A complaint about an honest dealer that opens the true envelope with the true share. */
function complaintMessage(
  structure: KeyStructure,
  corrupt: PartyIndex,
  accused: PartyIndex,
  recording: Recording,
): SentMessage {
  const opened = recording.get(Deal(ciphersuite(structure.scheme)).number, accused, corrupt);
  const envelope = encodeCbor(envelopeCodec, opened);
  const body = encodeCbor(Judge.codec, { kind: 'complaint', value: { accused, envelope } });
  const place = { round: Judge.number, to: 'all' } as const;
  return { ...sentMessage(corrupt, place, { name: 'Judge', codec: Judge.codec, body }), label: 'a complaint' };
}

/** Commits in round 1 to the dealing it will publish, and proves what it can of it: only the share that it dealt is left. */
function committedDealing(structure: KeyStructure, self: PartyIndex, honest: SentMessage, body: Uint8Array): Cheat {
  const suite = ciphersuite(structure.scheme);
  const dealing = decodedDealing(structure, body);
  if (!dealing) return honest.lie(body);
  const descriptor = keygenDescriptorOf(structure, seededRandom(SEED));
  const context = { header: keygenHeader(descriptor), orderHash: descriptor.orderHash, structure };
  const sameCommitments = hasCommitmentsOf(dealing, decodedDealing(structure, honest.body));
  const proven = sameCommitments ? dealing : proveAgain(context, self, dealing);
  const hash = encodeCbor(Commit.codec, dealingHash(suite, context, self, proven));
  const prepared = [
    changingBroadcast(self, Commit.number, () => hash),
    changingBroadcast(self, Deal(suite).number, () => encodeCbor(Deal(suite).codec, proven)),
  ];
  return {
    party: self,
    // With other commitments it could not go on; with its own it goes on from what it said.
    aware: sameCommitments,
    change: (exchange) => prepared.reduce((changed, cheat) => cheat.change(changed), exchange),
  };
}

function decodedDealing(structure: KeyStructure, body: Uint8Array): Dealing | undefined {
  try {
    return decodeCbor(Deal(ciphersuite(structure.scheme)).codec, body, MAX_BODY_BYTES);
  } catch (problem) {
    if (problem instanceof DecodeError) return undefined;
    throw problem;
  }
}

function hasCommitmentsOf({ commitments }: Dealing, other: Dealing | undefined): boolean {
  const theirs = other?.commitments ?? [];
  return (
    commitments.length === theirs.length &&
    commitments.every((element, k) => theirs[k] !== undefined && element.equals(theirs[k]))
  );
}

/** A proof for other commitments, from the constant term that the dealer knows. */
function proveAgain(context: KeygenContext, self: PartyIndex, dealing: Dealing): Dealing {
  const { structure } = context;
  const suite = ciphersuite(structure.scheme);
  if (dealing.commitments.length === 0) return dealing;
  const threshold = structure.quorums.find(({ members }) => members.includes(self))?.threshold ?? 0;
  const secret = randomPolynomial(suite.group, threshold, partyRandom(SEED, self)).constant();
  const possession = possessionContext(context, identitiesOf(structure), self);
  const proof = provePossession(suite, possession, secret, dealing.commitments, seededRandom('proof'));
  return { ...dealing, proof };
}
