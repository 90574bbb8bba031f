import { type KeygenAnswer, LinkDown, type MemberId } from '@quorate/network';
import { toBase64 } from '@quorate/requests';
import { type Party, RequestRejected } from '@quorate/tss-core';
import type { Convict } from '../attempts/convictor.ts';
import type { Nodes } from '../interfaces.ts';
import { pause } from '../time/pause.ts';
import { CeremonyFailed } from './ceremonyFailed.ts';

/** One session of all parties that ends in a certificate. */
export interface CeremonySession<Made> {
  /** 32 bytes. */
  readonly session: Uint8Array;
  readonly parties: readonly Party[];
  /** Offers it to a node, which answers when it has ended there. */
  ask(node: MemberId): Promise<KeygenAnswer>;
  /** Verifies what a node says was made. Throws RequestRejected. */
  learn(certificate: Uint8Array): Made;
}

export interface SessionModules {
  readonly nodes: Nodes;
  readonly convict: Convict;
  /** After a node has ended a session for all: for the proof that another one has of why, to arrive and to be judged. */
  readonly hearMs: number;
}

/** What one node's answer means for the ceremony. */
type Verdict<Made> = Decided<Made> | GivenUp | Stalled;
/** What nobody's word changes. */
type Decided<Made> =
  | { readonly kind: 'certified'; readonly made: Made }
  | { readonly kind: 'convicted'; readonly failure: CeremonyFailed };
/** Nobody can succeed any more, by the word of one node: the others are told at once. */
interface GivenUp {
  readonly kind: 'given-up';
  readonly failure: CeremonyFailed;
}
/** This node did not succeed; another one may have. */
interface Stalled {
  readonly kind: 'stalled';
  readonly node: MemberId;
  readonly failure: CeremonyFailed;
}

/**
 * Runs a session of all parties. The first certificate that verifies is good, since it carries every party's signature;
 * nodes that did not get that far are given it afterwards. Throws CeremonyFailed: of what evidence proves, even where
 * another node ended the session first, by refusing or by an accusation without proof, as the cheat itself may.
 */
export async function runSession<Made>(
  session: CeremonySession<Made>,
  modules: SessionModules,
  signal: AbortSignal,
): Promise<Made> {
  const answers = session.parties.map(({ node }) => askOne(node, session, modules));
  const first = await decide(answers);
  if (first.kind === 'certified') return first.made;
  // A coordinator that stops leaves the ceremony to the nodes: the next one learns what they made from them.
  if (!signal.aborted) abortAll(session, modules.nodes);
  const last = first.kind === 'given-up' ? ((await hearOut(answers, modules.hearMs, signal)) ?? first) : first;
  if (last.kind === 'certified') return last.made;
  throw last.failure;
}

function abortAll({ session, parties }: CeremonySession<unknown>, nodes: Nodes): void {
  for (const { node } of parties) {
    nodes.call(node, 'abort', { session }).catch(() => undefined);
  }
}

/** What decides, from whoever has not answered yet; undefined when it is late, or all have answered. */
async function hearOut<Made>(
  answers: readonly Promise<Verdict<Made>>[],
  hearMs: number,
  signal: AbortSignal,
): Promise<Decided<Made> | undefined> {
  const heard = new AbortController();
  const late = pause(hearMs, AbortSignal.any([signal, heard.signal])).then(() => undefined);
  try {
    return await Promise.race([firstDecided(answers), late]);
  } finally {
    heard.abort();
  }
}

function firstDecided<Made>(answers: readonly Promise<Verdict<Made>>[]): Promise<Decided<Made> | undefined> {
  return new Promise((resolve) => {
    const looked = answers.map(async (answer) => {
      const verdict = await answer;
      if (verdict.kind === 'certified' || verdict.kind === 'convicted') resolve(verdict);
    });
    Promise.all(looked).then(() => resolve(undefined));
  });
}

/** The first certificate, proof or giving up; stalls only when everybody has answered. */
function decide<Made>(answers: readonly Promise<Verdict<Made>>[]): Promise<Verdict<Made>> {
  return new Promise((resolve) => {
    const stalls: Stalled[] = [];
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
function mergeStalls(stalls: readonly Stalled[]): CeremonyFailed {
  const named = [...new Set(stalls.flatMap(({ failure }) => failure.missing))].sort();
  const waited = stalls.filter(({ node, failure: { missing } }) => missing.length > 0 && !missing.includes(node));
  const silent = named.filter((node) => waited.every((stall) => stall.node !== node));
  const reason = stalls[0]?.failure.message ?? 'the ceremony stalled';
  return new CeremonyFailed(reason, { missing: silent.length > 0 ? silent : named });
}

async function askOne<Made>(
  node: MemberId,
  session: CeremonySession<Made>,
  { convict }: SessionModules,
): Promise<Verdict<Made>> {
  try {
    return await judge(node, await session.ask(node), session, convict);
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

async function judge<Made>(
  node: MemberId,
  answer: KeygenAnswer,
  session: CeremonySession<Made>,
  convict: Convict,
): Promise<Verdict<Made>> {
  switch (answer.kind) {
    case 'certified':
      return learnt(node, answer.value.certificate, session);
    case 'refused': {
      const failure = new CeremonyFailed(`${node} refused the ceremony: ${answer.value.reason}`, { missing: [] });
      return { kind: 'given-up', failure };
    }
    case 'fault':
      return faultOf(node, answer.value, session, convict);
    case 'stalled': {
      const missing = session.parties
        .filter(({ index }) => answer.value.missing.includes(index))
        .map((party) => party.node);
      const failure = new CeremonyFailed(`${node} reports: ${answer.value.reason}`, { missing });
      return { kind: 'stalled', node, failure };
    }
  }
}

/** A false certificate decides nothing: others may bring the true one. */
function learnt<Made>(node: MemberId, certificate: Uint8Array, session: CeremonySession<Made>): Verdict<Made> {
  try {
    return { kind: 'certified', made: session.learn(certificate) };
  } catch (problem) {
    if (!(problem instanceof RequestRejected)) throw problem;
    const reason = `${node} answered with a certificate that does not verify: ${problem.message}`;
    return { kind: 'stalled', node, failure: new CeremonyFailed(reason, { missing: [] }) };
  }
}

/** Only evidence convicts; an accusation without is the accuser's own failure. */
async function faultOf(
  node: MemberId,
  fault: { readonly code: string; readonly evidence: Uint8Array },
  { session }: CeremonySession<unknown>,
  convict: Convict,
): Promise<GivenUp | { readonly kind: 'convicted'; readonly failure: CeremonyFailed }> {
  const conviction = await convict(fault.evidence, session);
  if (!conviction) {
    const reason = `${node} reported ${fault.code} with evidence that proves nothing`;
    return { kind: 'given-up', failure: new CeremonyFailed(reason, { missing: [] }) };
  }
  const culprits = conviction.culprits.map((culprit) => culprit.node);
  const reason = `${culprits.join(', ')} provably broke the protocol: ${conviction.code}`;
  const evidence = toBase64(fault.evidence);
  return { kind: 'convicted', failure: new CeremonyFailed(reason, { missing: [], culprits, evidence }) };
}
