import { bytesToHex } from '@noble/hashes/utils.js';
import { LinkDown, type MemberId, type PresignAnswer } from '@quorate/network';
import { type Assignment, type PartyIndex, type Ready, signersOf, verifyReady } from '@quorate/tss-core';
import {
  type PresignDescriptor,
  presignDescriptorCodec,
  presignSessionId,
  presignSubject,
} from '@quorate/tss-core/ecdsa';
import { encodeCbor } from '@quorate/tss-core/wire';
import type { AttemptEnd, SignerAnswer } from '../attempts/attemptEnd.ts';
import { type AttemptOutcome, outcomeOf } from '../attempts/attemptOutcome.ts';
import type { Convict } from '../attempts/convictor.ts';
import { Hearing, type Judge, type Said } from '../attempts/hearing.ts';
import type { KnownKey, Nodes } from '../interfaces.ts';

export interface PresigningModules {
  readonly nodes: Nodes;
  readonly convict: Convict;
}

export interface Proposal {
  readonly key: KnownKey;
  readonly auxGeneration: Uint8Array;
  readonly assignment: Assignment;
  readonly index: number;
}

export type PresigningEnd =
  | { readonly kind: 'made' }
  /** A node would not begin, which holds nothing against it. */
  | { readonly kind: 'denied'; readonly node: MemberId; readonly reason: string }
  | {
      readonly kind: 'failed';
      /** Hex. */
      readonly session: string;
      readonly outcome: AttemptOutcome;
      /** The node that has found out a cheat, and keeps the evidence. */
      readonly evidenceAt?: MemberId;
    };

type Seat = readonly [party: PartyIndex, node: MemberId];

/** Has one presignature made by these signers. Over when all of them have it, or one will not have it. */
export async function runPresigning(
  proposal: Proposal,
  modules: PresigningModules,
  signal: AbortSignal,
): Promise<PresigningEnd> {
  const seats = seatsOf(proposal);
  const about = aboutOf(proposal);
  const readies: Ready[] = [];
  for (const seat of seats) {
    const answer = await askReady(seat, proposal, about, modules, signal);
    if (typeof answer === 'string') return { kind: 'denied', node: seat[1], reason: answer };
    readies.push(answer);
  }
  const descriptor: PresignDescriptor = { ...about, readies };
  const session = presignSessionId(descriptor);
  const failures = await presignAll(seats, descriptor, session, modules.nodes, signal);
  if (failures.length === 0) return { kind: 'made' };
  const end = await causeOf(failures, (evidence) => modules.convict(evidence, session));
  const evidenceAt = end.kind === 'fault' ? { evidenceAt: end.reporter } : {};
  return { kind: 'failed', session: bytesToHex(session), outcome: outcomeOf(end), ...evidenceAt };
}

/** Everybody has been heard. @param failures at least one, in the order in which they came */
async function causeOf(failures: readonly Said[], judge: Judge): Promise<AttemptEnd> {
  const hearing = new Hearing(judge);
  for (const failure of failures) {
    const end = await hearing.take(failure);
    if (end) return end;
  }
  return hearing.conclude();
}

function seatsOf({ key, assignment }: Proposal): readonly Seat[] {
  const signers = signersOf(assignment);
  return key.structure.parties.flatMap(({ index, node }): Seat[] => (signers.includes(index) ? [[index, node]] : []));
}

function aboutOf({ key, auxGeneration, assignment, index }: Proposal): Omit<PresignDescriptor, 'readies'> {
  const { statement } = key.certificate;
  const { cluster, groupKey, epoch } = statement;
  const { scheme } = statement.structure;
  return { version: 1, cluster, key: statement.key, groupKey, scheme, epoch, auxGeneration, assignment, index };
}

/** @returns its ready, or why there is none */
async function askReady(
  [party, node]: Seat,
  { key, auxGeneration, assignment, index }: Proposal,
  about: Omit<PresignDescriptor, 'readies'>,
  { nodes }: PresigningModules,
  signal: AbortSignal,
): Promise<Ready | string> {
  const identity = key.identities.get(party);
  const asked = { key: about.key, auxGeneration, assignment, index };
  try {
    const answer = await nodes.call(node, 'preparePresign', asked, { signal });
    if (answer.kind === 'denied') return answer.value.reasons.join('; ') || answer.value.code;
    const said = { cluster: about.cluster, key: about.key, subject: presignSubject(about) };
    const isTrue = identity && answer.value.party === party && verifyReady(answer.value, said, identity);
    return isTrue ? answer.value : 'it answered with a false ready';
  } catch (problem) {
    return problem instanceof Error ? problem.message : 'it did not answer';
  }
}

/** The failures, in the order in which they came, once everybody has ended. */
async function presignAll(
  seats: readonly Seat[],
  descriptor: PresignDescriptor,
  session: Uint8Array,
  nodes: Nodes,
  signal: AbortSignal,
): Promise<readonly Said[]> {
  const encoded = encodeCbor(presignDescriptorCodec, descriptor);
  const nodeOf = new Map(seats);
  const failures: Said[] = [];
  await Promise.all(
    seats.map(async ([, node]) => {
      const answer = await presignOne(node, encoded, nodeOf, nodes, signal);
      if (!answer) return;
      failures.push({ node, answer });
      if (failures.length > 1) return;
      for (const [, other] of seats) nodes.call(other, 'abort', { session }).catch(() => undefined);
    }),
  );
  return failures;
}

async function presignOne(
  node: MemberId,
  descriptor: Uint8Array,
  nodeOf: ReadonlyMap<PartyIndex, MemberId>,
  nodes: Nodes,
  signal: AbortSignal,
): Promise<SignerAnswer | undefined> {
  try {
    return failureOf(node, await nodes.call(node, 'presign', { descriptor }, { signal }), nodeOf);
  } catch (problem) {
    if (signal.aborted) return { kind: 'interrupted' };
    if (problem instanceof LinkDown) return { kind: 'disconnected', node };
    const reason = problem instanceof Error ? problem.message : 'the call did not get through';
    return { kind: 'stalled', reporter: undefined, missing: [node], left: [], reason };
  }
}

function failureOf(
  node: MemberId,
  answer: PresignAnswer,
  nodeOf: ReadonlyMap<PartyIndex, MemberId>,
): SignerAnswer | undefined {
  switch (answer.kind) {
    case 'presigned':
      return undefined;
    case 'stalled': {
      const { missing, left, reason } = answer.value;
      const nodesOf = (parties: readonly PartyIndex[]) => parties.flatMap((party) => nodeOf.get(party) ?? []);
      return { kind: 'stalled', reporter: node, missing: nodesOf(missing), left: nodesOf(left), reason };
    }
    case 'fault':
      return { kind: 'accusation', reporter: node, code: answer.value.code, evidence: answer.value.evidence };
    case 'refused':
      return { kind: 'refused', node, ...answer.value };
  }
}
