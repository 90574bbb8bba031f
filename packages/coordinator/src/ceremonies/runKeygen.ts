import { type KeygenAnswer, LinkDown, type MemberId } from '@quorate/network';
import { toBase64 } from '@quorate/requests';
import type { Conviction, KeyStructure } from '@quorate/tss-core';
import { RequestRejected } from '@quorate/tss-core';
import type { Convict } from '../attempts/convictor.ts';
import type { Keys, KnownKey, Nodes } from '../interfaces.ts';
import { CeremonyFailed } from './ceremonyFailed.ts';
import type { KeygenOffer } from './keygenOffer.ts';

/** Rounds have deadlines of their own at the nodes; this bounds a keygen whose nodes answer nothing at all. */
const KEYGEN_MS = 60_000;

export interface KeygenModules {
  readonly nodes: Nodes;
  readonly keys: Keys;
  readonly convict: Convict;
}

/** What one node's answer is judged by. */
interface Judging {
  readonly keys: Keys;
  /** Judges evidence about this keygen; undefined when it proves nothing. */
  convict(evidence: Uint8Array): Conviction | undefined;
}

/** What one node's answer means for the ceremony. */
type Verdict =
  | { readonly kind: 'certified'; readonly key: KnownKey }
  /** Nobody can succeed any more: the others are told at once. */
  | { readonly kind: 'over'; readonly failure: CeremonyFailed }
  /** This node did not succeed; another one may have. */
  | { readonly kind: 'stalled'; readonly node: MemberId; readonly failure: CeremonyFailed };

/**
 * One keygen session of all parties. The first certificate that verifies is the key's, since it carries every party's
 * signature; nodes that did not get that far are given it afterwards. Throws CeremonyFailed.
 */
export async function runKeygen(
  order: Uint8Array,
  offer: KeygenOffer,
  structure: KeyStructure,
  modules: KeygenModules,
  signal: AbortSignal,
): Promise<KnownKey> {
  const answers = structure.parties.map(({ node }) => askOne(node, order, offer, structure, modules, signal));
  const verdict = await decide(answers);
  if (verdict.kind === 'certified') return verdict.key;
  // A coordinator that stops leaves the ceremony to the nodes: the next one learns the key from them.
  if (!signal.aborted) abortAll(offer, structure, modules.nodes);
  throw verdict.failure;
}

function abortAll({ session }: KeygenOffer, { parties }: KeyStructure, nodes: Nodes): void {
  for (const { node } of parties) {
    nodes.call(node, 'abort', { session }).catch(() => undefined);
  }
}

/** The first certificate or the first hopeless answer; stalls only when everybody has answered. */
function decide(answers: readonly Promise<Verdict>[]): Promise<Verdict> {
  return new Promise((resolve) => {
    const stalls: (Verdict & { kind: 'stalled' })[] = [];
    for (const answer of answers) {
      answer.then((verdict) => {
        if (verdict.kind !== 'stalled') return resolve(verdict);
        stalls.push(verdict);
        if (stalls.length === answers.length) resolve({ ...verdict, failure: mergeStalls(stalls) });
      });
    }
  });
}

/** Who says itself that it waited in vain was not silent: others name it because it left. Unless all who are named do. */
function mergeStalls(stalls: readonly (Verdict & { kind: 'stalled' })[]): CeremonyFailed {
  const named = [...new Set(stalls.flatMap(({ failure }) => failure.missing))].sort();
  const waited = stalls.filter(({ node, failure: { missing } }) => missing.length > 0 && !missing.includes(node));
  const silent = named.filter((node) => waited.every((stall) => stall.node !== node));
  const reason = stalls[0]?.failure.message ?? 'the ceremony stalled';
  return new CeremonyFailed(reason, { missing: silent.length > 0 ? silent : named });
}

async function askOne(
  node: MemberId,
  order: Uint8Array,
  { descriptor, session }: KeygenOffer,
  structure: KeyStructure,
  modules: KeygenModules,
  signal: AbortSignal,
): Promise<Verdict> {
  try {
    const answer = await modules.nodes.call(node, 'keygen', { order, descriptor }, { timeoutMs: KEYGEN_MS, signal });
    const convict = (evidence: Uint8Array) => modules.convict(evidence, session);
    return judge(node, order, answer, structure, { keys: modules.keys, convict });
  } catch (problem) {
    // The others may have all they need already: they certify, or stall by themselves.
    return { kind: 'stalled', node, failure: failureOf(node, problem) };
  }
}

function failureOf(node: MemberId, problem: unknown): CeremonyFailed {
  if (problem instanceof LinkDown)
    return new CeremonyFailed(`${node} lost its link during the ceremony`, { missing: [node] });
  if (problem instanceof RequestRejected)
    return new CeremonyFailed(`${node} failed: ${problem.message}`, { missing: [node] });
  return new CeremonyFailed(`${node} did not answer`, { missing: [node] });
}

function judge(
  node: MemberId,
  order: Uint8Array,
  answer: KeygenAnswer,
  structure: KeyStructure,
  { keys, convict }: Judging,
): Verdict {
  switch (answer.kind) {
    case 'certified':
      return learnt(node, order, answer.value.certificate, keys);
    case 'refused': {
      const failure = new CeremonyFailed(`${node} refused the ceremony: ${answer.value.reason}`, { missing: [] });
      return { kind: 'over', failure };
    }
    case 'fault':
      return { kind: 'over', failure: faultOf(node, answer.value, convict) };
    case 'stalled': {
      const missing = structure.parties
        .filter(({ index }) => answer.value.missing.includes(index))
        .map((party) => party.node);
      const failure = new CeremonyFailed(`${node} reports: ${answer.value.reason}`, { missing });
      return { kind: 'stalled', node, failure };
    }
  }
}

/** A false certificate decides nothing: others may bring the true one. */
function learnt(node: MemberId, order: Uint8Array, certificate: Uint8Array, keys: Keys): Verdict {
  try {
    return { kind: 'certified', key: keys.learn(order, certificate) };
  } catch (problem) {
    if (!(problem instanceof RequestRejected)) throw problem;
    const reason = `${node} answered with a certificate that does not verify: ${problem.message}`;
    return { kind: 'stalled', node, failure: new CeremonyFailed(reason, { missing: [] }) };
  }
}

/** Only evidence convicts; an accusation without is the accuser's own failure. */
function faultOf(
  node: MemberId,
  fault: { readonly code: string; readonly evidence: Uint8Array },
  convict: Judging['convict'],
): CeremonyFailed {
  const conviction = convict(fault.evidence);
  if (!conviction) {
    return new CeremonyFailed(`${node} reported ${fault.code} with evidence that proves nothing`, { missing: [] });
  }
  const culprits = conviction.culprits.map((culprit) => culprit.node);
  const reason = `${culprits.join(', ')} provably broke the protocol: ${conviction.code}`;
  return new CeremonyFailed(reason, { missing: [], culprits, evidence: toBase64(fault.evidence) });
}
