import { CallTimeout, LinkDown, type MemberId, type SignResult } from '@quorate/network';
import { type Party, RequestRejected } from '@quorate/tss-core';
import type { Nodes } from '../interfaces.ts';
import { aborted, pause } from '../time/pause.ts';
import type { AttemptEnd, Proven, SignerAnswer } from './attemptEnd.ts';
import { Hearing, type Judge, type Said } from './hearing.ts';
import { hearOut, hearProof } from './hearOut.ts';
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

export interface AttemptModules {
  readonly nodes: Nodes;
  readonly judge: Judge;
}

export interface Attempt {
  readonly end: AttemptEnd;
  /**
   * Resolves soon: with proof against a signer where it came after the end, since whoever cheats may be the first to say
   * that it waited in vain for whoever found it out.
   */
  readonly lateProof: Promise<Proven | undefined>;
}

/**
 * One session with one signer set. The first valid signature wins without waiting for the slowest; anything else that
 * a signer reports, a lost link or silence ends it at once for everybody, and whoever still has to say why is heard.
 */
export async function runAttempt(offer: Offer, { nodes, judge }: AttemptModules, timing: Timing): Promise<Attempt> {
  const over = new AbortController();
  const signal = AbortSignal.any([offer.signal, over.signal]);
  const probing = new AbortController();
  let lateProof: Attempt['lateProof'] = Promise.resolve(undefined);
  try {
    const answers = new Map(offer.signers.map(({ node }) => [node, signOne(offer, node, nodes, timing, signal)]));
    const first = await Promise.race([
      firstDecisive([...answers.values()]),
      findSilent(offer, nodes, timing, AbortSignal.any([signal, probing.signal])).then(foundOut),
      aborted(signal).then(() => foundOut({ kind: 'interrupted' })),
    ]);
    probing.abort();
    if (first.answer.kind !== 'signed') abortAll(offer, nodes);
    const heard = { open: new Map(answers), hearing: new Hearing(judge), late: pause(timing.leaverMs, signal) };
    const end = await hearOut(first, heard);
    if (!isDecided(end)) lateProof = hearProof(heard);
    return { end, lateProof };
  } finally {
    const stop = () => over.abort();
    lateProof.then(stop, stop);
  }
}

/** Nobody's word would change it. */
function isDecided({ kind }: AttemptEnd): boolean {
  return kind === 'signed' || kind === 'fault' || kind === 'interrupted';
}

function foundOut(answer: SignerAnswer): Said {
  return { node: undefined, answer };
}

async function signOne(offer: Offer, node: MemberId, nodes: Nodes, timing: Timing, signal: AbortSignal): Promise<Said> {
  const { request, descriptor } = offer;
  try {
    const answer = await nodes.call(node, 'sign', { request, descriptor }, { timeoutMs: timing.attemptMs, signal });
    return { node, answer: readAnswer(offer, node, answer) };
  } catch (problem) {
    return { node, answer: signal.aborted ? { kind: 'interrupted' } : readProblem(node, problem) };
  }
}

function readAnswer(offer: Offer, node: MemberId, answer: SignResult): SignerAnswer {
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
        left: nodesOf(offer, answer.value.left),
        reason: answer.value.reason,
      };
    case 'fault':
      return { kind: 'accusation', reporter: node, code: answer.value.code, evidence: answer.value.evidence };
    case 'refused':
      return { kind: 'refused', node, ...answer.value };
  }
}

function nodesOf(offer: Offer, parties: readonly number[]): string[] {
  return offer.signers.filter(({ index }) => parties.includes(index)).map(({ node }) => node);
}

function readProblem(node: MemberId, problem: unknown): SignerAnswer {
  if (problem instanceof LinkDown) return { kind: 'disconnected', node };
  if (problem instanceof CallTimeout) return silent([node], problem.message);
  if (problem instanceof RequestRejected) return { kind: 'refused', node, code: problem.code, reason: problem.message };
  return { kind: 'refused', node, code: 'unreachable', reason: 'the call did not get through' };
}

function silent(missing: readonly string[], reason: string): SignerAnswer {
  return { kind: 'stalled', reporter: undefined, missing, left: [], reason };
}

/**
 * The first answer that decides. A false signature decides only if nobody has a better answer: its sender may lie, and
 * honest signers have verified theirs.
 */
function firstDecisive(answers: readonly Promise<Said>[]): Promise<Said> {
  return new Promise((resolve) => {
    let open = answers.length;
    for (const answer of answers) {
      answer.then((said) => {
        open--;
        const isFalse = said.answer.kind === 'refused' && said.answer.code === 'bad-signature';
        if (!isFalse || open === 0) resolve(said);
      });
    }
  });
}

/** Finds signers that froze before anybody could report them: asks all of them, again and again, whether they live. */
async function findSilent(offer: Offer, nodes: Nodes, timing: Timing, signal: AbortSignal): Promise<SignerAnswer> {
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
