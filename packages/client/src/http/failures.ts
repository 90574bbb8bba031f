import type { ErrorBody } from '@quorate/requests';
import type { Failure } from '../outcome.ts';
import { printable } from './printable.ts';

export function unreachable(url: string, why?: string): Failure {
  const because = why === undefined ? '' : ` (${why})`;
  return {
    kind: 'unreachable',
    code: 'unreachable',
    sentence: `no coordinator can be reached at ${url}${because}; nothing was sent`,
    hint: 'check that it runs and that its address is right',
  };
}

export function outcomeUnknown(url: string, what = 'gave no answer'): Failure {
  return {
    kind: 'outcome-unknown',
    code: 'outcome-unknown',
    sentence: `the coordinator at ${url} ${what}; what was sent may have been taken`,
    hint: 'send the same again: with the same id it is done once',
  };
}

/** For reads: nothing can have happened. */
export function noAnswer(url: string): Failure {
  return {
    kind: 'unreachable',
    code: 'no-answer',
    sentence: `the coordinator at ${url} gave no answer; it was asked to do nothing`,
    hint: 'ask again',
  };
}

export function notACoordinator(url: string, what: string, status: number): Failure {
  return {
    kind: 'failed',
    code: 'not-a-coordinator',
    sentence: `${url} answered with ${printable(what)}, as no coordinator does`,
    hint: 'check the address; a proxy in between may have answered',
    status,
  };
}

/** It answered in form, and what it said does not hold. */
export function falseAnswer(url: string, what: string): Failure {
  return {
    kind: 'failed',
    code: 'false-answer',
    sentence: `do not trust the coordinator at ${url}: ${printable(what)}`,
    hint: 'compare the pinned cluster file with the operators, and ask them about this coordinator',
  };
}

interface NamedCluster {
  readonly name: string;
  readonly id: string;
}

/** It may be an honest one: of another cluster. */
export function otherCluster(url: string, its: NamedCluster, pinned: NamedCluster): Failure {
  const named = ({ name, id }: NamedCluster) => `${name}, id ${id}`;
  return {
    kind: 'failed',
    code: 'other-cluster',
    sentence: `the coordinator at ${url} is of another cluster: its own is ${named(its)}; the pinned cluster file is of ${named(pinned)}`,
    hint: "check the coordinator's address, and which cluster file is pinned",
  };
}

const KINDS: Readonly<Record<number, Failure['kind']>> = { 403: 'denied', 410: 'expired' };

/** The coordinator refused in its own words. */
export function refusal(status: number, { error }: ErrorBody): Failure {
  const hint = error.hint === undefined ? {} : { hint: printable(error.hint) };
  const kind = KINDS[status] ?? 'failed';
  return { kind, code: error.code, sentence: printable(error.message), ...hint, status };
}

/** Whether the same call may well succeed a little later: no answer, or one that says too busy, starting, stopping. */
export function isTransient({ kind, status = 0 }: Failure): boolean {
  return kind === 'unreachable' || kind === 'outcome-unknown' || status === 429 || status >= 500;
}
