import { CallTimeout, LinkDown, type MemberId, type SignResult } from '@quorate/network';
import { type Party, RequestRejected } from '@quorate/tss-core';
import type { Nodes } from '../interfaces.ts';
import { aborted, pause } from '../time/pause.ts';
import type { Timing } from './timing.ts';

/** What the coordinator offers to a signer set. */
export interface Offer {
  /** 32 bytes. */
  readonly session: Uint8Array;
  /** SignedRequest. */
  readonly request: Uint8Array;
  /** SigningDescriptor. */
  readonly descriptor: Uint8Array;
  /** 1 with what its signers made in advance; without, 2 with FROST and 5 with threshold ECDSA. */
  readonly rounds: 1 | 2 | 5;
  /** Those who are asked to sign. */
  readonly signers: readonly Party[];
  verifies(signatures: readonly Uint8Array[]): boolean;
  readonly signal: AbortSignal;
}

/** How an attempt ended, by the first answer that decides it. Nodes by their ids. */
export type AttemptEnd =
  | { readonly kind: 'signed'; readonly signatures: readonly Uint8Array[] }
  /** `reporter` is undefined where the coordinator itself found them silent. */
  | {
      readonly kind: 'stalled';
      readonly reporter: string | undefined;
      readonly missing: readonly string[];
      readonly reason: string;
    }
  | { readonly kind: 'fault'; readonly reporter: string; readonly code: string; readonly evidence: Uint8Array }
  | { readonly kind: 'refused'; readonly node: string; readonly code: string; readonly reason: string }
  | { readonly kind: 'disconnected'; readonly node: string }
  | { readonly kind: 'interrupted' };

/**
 * One session with one signer set. The first valid signature wins without waiting for the slowest; anything else that
 * a signer reports, a lost link or silence ends it at once for everybody.
 */
export async function runAttempt(offer: Offer, nodes: Nodes, timing: Timing): Promise<AttemptEnd> {
  const over = new AbortController();
  const signal = AbortSignal.any([offer.signal, over.signal]);
  try {
    const answers = offer.signers.map(({ node }) => signOne(offer, node, nodes, timing, signal));
    const end = await Promise.race([
      firstDecisive(answers),
      findSilent(offer, nodes, timing, signal),
      aborted(signal).then((): AttemptEnd => ({ kind: 'interrupted' })),
    ]);
    if (end.kind !== 'signed') abortAll(offer, nodes);
    return end;
  } finally {
    over.abort();
  }
}

async function signOne(
  offer: Offer,
  node: MemberId,
  nodes: Nodes,
  timing: Timing,
  signal: AbortSignal,
): Promise<AttemptEnd> {
  const { request, descriptor } = offer;
  try {
    const answer = await nodes.call(node, 'sign', { request, descriptor }, { timeoutMs: timing.attemptMs, signal });
    return judgeAnswer(offer, node, answer);
  } catch (problem) {
    return judgeProblem(node, problem);
  }
}

function judgeAnswer(offer: Offer, node: MemberId, answer: SignResult): AttemptEnd {
  switch (answer.kind) {
    case 'signed':
      if (offer.verifies(answer.value.signatures)) return { kind: 'signed', signatures: answer.value.signatures };
      return {
        kind: 'refused',
        node,
        code: 'bad-signature',
        reason: 'it answered with a signature that does not verify',
      };
    case 'stalled':
      return {
        kind: 'stalled',
        reporter: node,
        missing: nodesOf(offer, answer.value.missing),
        reason: answer.value.reason,
      };
    case 'fault':
      return { kind: 'fault', reporter: node, code: answer.value.code, evidence: answer.value.evidence };
    case 'refused':
      return { kind: 'refused', node, ...answer.value };
  }
}

function nodesOf(offer: Offer, parties: readonly number[]): string[] {
  return offer.signers.filter(({ index }) => parties.includes(index)).map(({ node }) => node);
}

function judgeProblem(node: MemberId, problem: unknown): AttemptEnd {
  if (problem instanceof LinkDown) return { kind: 'disconnected', node };
  if (problem instanceof CallTimeout) return silent([node], problem.message);
  if (problem instanceof RequestRejected) return { kind: 'refused', node, code: problem.code, reason: problem.message };
  return { kind: 'refused', node, code: 'unreachable', reason: 'the call did not get through' };
}

function silent(missing: readonly string[], reason: string): AttemptEnd {
  return { kind: 'stalled', reporter: undefined, missing, reason };
}

/**
 * The first answer that decides. A false signature decides only if nobody has a better answer: its sender may lie, and
 * honest signers have verified theirs.
 */
function firstDecisive(answers: readonly Promise<AttemptEnd>[]): Promise<AttemptEnd> {
  return new Promise((resolve) => {
    let open = answers.length;
    for (const answer of answers) {
      answer.then((end) => {
        open--;
        const isFalse = end.kind === 'refused' && end.code === 'bad-signature';
        if (!isFalse || open === 0) resolve(end);
      });
    }
  });
}

/** Finds signers that froze before anybody could report them: asks all of them, again and again, whether they live. */
async function findSilent(offer: Offer, nodes: Nodes, timing: Timing, signal: AbortSignal): Promise<AttemptEnd> {
  await pause(timing.probeAfterMs, signal);
  while (!signal.aborted) {
    const probes = offer.signers.map(({ node }) => isFrozen(node, nodes, timing, signal));
    const frozen = (await Promise.all(probes)).flatMap((node) => node ?? []);
    if (frozen.length > 0) return silent(frozen, `${frozen.join(', ')} answered nothing`);
    await pause(timing.probeMs, signal);
  }
  return { kind: 'interrupted' };
}

async function isFrozen(
  node: MemberId,
  nodes: Nodes,
  timing: Timing,
  signal: AbortSignal,
): Promise<string | undefined> {
  try {
    await nodes.call(node, 'status', {}, { timeoutMs: timing.probeMs, signal });
    return undefined;
  } catch (problem) {
    return problem instanceof CallTimeout ? node : undefined;
  }
}

/** Ends the session for everybody; who cannot be told has a deadline of its own. */
function abortAll(offer: Offer, nodes: Nodes): void {
  for (const { node } of offer.signers) {
    nodes.call(node, 'abort', { session: offer.session }).catch(() => undefined);
  }
}
