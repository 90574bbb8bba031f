import { equalBytes } from '../bytes.ts';
import { bigintModExp } from '../ecdsa/arithmetic/bigintModExp.ts';
import { PROFILE_3072 } from '../ecdsa/parameters.ts';
import type { EcdsaEngine } from '../ecdsa/setting.ts';
import { type FaultCode, RequestRejected } from '../errors.ts';
import type { KeyStructure, Party, PartyIndex } from '../keys/structure.ts';
import { verifyCertificate } from '../keys/verifyCertificate.ts';
import { keygenSessionId, signingSessionId } from '../session/descriptor.ts';
import { checkAssignment, signersOf } from '../sharing/assignment.ts';
import { DecodeError } from '../wire/codec.ts';
import type { verifyEnvelope } from '../wire/envelope.ts';
import { type Casefile, demand, openCasefile, Unproven } from './casefile.ts';
import { ecdsaCasefile, ecdsaHeader } from './ecdsaSubject.ts';
import { decodeEvidence, type Evidence, type EvidenceSubject } from './evidence.ts';
import { judgesOf } from './judges.ts';

/** What a verifier trusts: which cluster, and the identity key of each of its nodes. */
export interface TrustedIdentities {
  readonly cluster: Uint8Array;
  /** 33-byte identity key of a node by its id. */
  identityOf(node: string): Uint8Array | undefined;
  /** The session that it must be about, if one is meant: evidence about others is refused before any work is done. */
  readonly session?: Uint8Array;
  /** How envelope signatures are checked, where a faster way is known; it must agree with `verifyEnvelope`. */
  readonly verify?: typeof verifyEnvelope;
}

/** What evidence proves. */
export interface Conviction {
  readonly code: FaultCode;
  readonly culprits: readonly { readonly party: PartyIndex; readonly node: string }[];
  readonly kind: EvidenceSubject['kind'];
  readonly key: Uint8Array;
  readonly session: Uint8Array;
}

/** Slow, and available everywhere. */
const DEFAULT_ENGINE: EcdsaEngine = { modExp: bigintModExp, profile: PROFILE_3072 };

/**
 * Judges evidence offline: nothing but the encoded evidence and a cluster file one trusts. Every culprit it names must
 * be convicted by envelopes that the culprit itself signed. Throws RequestRejected, code `unproven`, otherwise.
 * @param engine what the proofs of threshold ECDSA are verified with, where the subject is of that
 */
export function verifyEvidence(
  encoded: Uint8Array,
  trusted: TrustedIdentities,
  engine: EcdsaEngine = DEFAULT_ENGINE,
): Conviction {
  try {
    return judge(decodeEvidence(encoded), trusted, engine);
  } catch (problem) {
    if (problem instanceof Unproven || problem instanceof DecodeError || problem instanceof RequestRejected) {
      const problemText = problem.message.replace(/\.$/, '');
      throw new RequestRejected('unproven', `The evidence proves nothing: ${problemText}.`);
    }
    throw problem;
  }
}

function judge(evidence: Evidence, trusted: TrustedIdentities, engine: EcdsaEngine): Conviction {
  const { session: meant } = trusted;
  demand(meant === undefined || equalBytes(sessionOf(evidence), meant), 'it is about another session');
  demand(equalBytes(clusterOf(evidence), trusted.cluster), 'it is about another cluster');
  const { culprits: accused } = evidence;
  demand(
    accused.every((party, i) => i === 0 || party > (accused[i - 1] ?? 0)),
    'its culprits are not in ascending order without repetition',
  );
  // Judges take the points and parameters of certificates as they are: those are verified first.
  const unopened = casefileOf(evidence, trusted);
  const judgeOne = judgesOf(evidence, engine)[evidence.code];
  demand(judgeOne !== undefined, 'its session has no such cheat');
  for (const culprit of accused) {
    demand(unopened.parties.includes(culprit), `party ${culprit} is not of the session`);
  }
  const file = openCasefile(unopened, evidence.code === 'equivocation' ? 2 : 1, trusted.verify);
  for (const culprit of accused) judgeOne(file, culprit, evidence);
  const culprits = accused.map((party) => ({ party, node: nodeOf(file.members, party) }));
  const { key, session } = file.header;
  return { code: evidence.code, culprits, kind: evidence.subject.kind, key, session };
}

/** The session id is recomputed from its preimage: what the culprit signed is what the evidence says it was about. */
function sessionOf({ subject }: Evidence): Uint8Array {
  if (subject.kind === 'keygen') return keygenSessionId(subject.value.descriptor);
  return subject.kind === 'signing' ? signingSessionId(subject.value.descriptor) : ecdsaHeader(subject).session;
}

/** Of the descriptor, as every header has it: whose nodes they are is said before any is looked for. */
function clusterOf({ subject }: Evidence): Uint8Array {
  const isFrost = subject.kind === 'keygen' || subject.kind === 'signing';
  return isFrost ? subject.value.descriptor.cluster : ecdsaHeader(subject).cluster;
}

function casefileOf(evidence: Evidence, trusted: TrustedIdentities): Casefile {
  const { subject, envelopes } = evidence;
  const session = sessionOf(evidence);
  if (subject.kind === 'keygen') {
    const { descriptor } = subject.value;
    const { cluster, key, epoch, structure } = descriptor;
    const header = { cluster, key, epoch, session };
    const parties = structure.parties.map(({ index }) => index);
    return { header, members: structure.parties, parties, identities: identitiesOf(structure, trusted), envelopes };
  }
  if (subject.kind !== 'signing') return ecdsaCasefile(subject, envelopes, (node) => identityOf(node, trusted));
  const { descriptor, certificate } = subject.value;
  const { cluster, key, epoch, assignment } = descriptor;
  const { structure } = certificate.statement;
  const identities = identitiesOf(structure, trusted);
  verifyCertificate(certificate, identities);
  const { statement } = certificate;
  demand(equalBytes(statement.key, key) && statement.epoch === epoch, 'its certificate is of another key');
  demand(equalBytes(statement.groupKey, descriptor.groupKey), 'its certificate is of another key');
  demand(structure.scheme === descriptor.scheme, 'its certificate is of a key of another scheme');
  checkAssignment(structure, assignment);
  const header = { cluster, key, epoch, session };
  return { header, members: structure.parties, parties: signersOf(assignment), identities, envelopes };
}

function identitiesOf({ parties }: KeyStructure, trusted: TrustedIdentities): ReadonlyMap<PartyIndex, Uint8Array> {
  return new Map(parties.map(({ index, node }) => [index, identityOf(node, trusted)]));
}

function identityOf(node: string, trusted: TrustedIdentities): Uint8Array {
  const identity = trusted.identityOf(node);
  demand(identity !== undefined, `node ${node} is not in the cluster file`);
  return identity;
}

function nodeOf(members: readonly Party[], party: PartyIndex): string {
  const found = members.find(({ index }) => index === party);
  demand(found !== undefined, `party ${party} is not of the key`);
  return found.node;
}
