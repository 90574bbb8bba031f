import type { Denial, MemberId, Readiness } from '@quorate/network';
import type { Party, PartyIndex, Ready } from '@quorate/tss-core';
import { aborted } from '../time/pause.ts';

/** What the nodes of a key answered when asked whether they would sign. */
export interface Gathering {
  readonly readies: Map<PartyIndex, Ready>;
  readonly denials: Map<PartyIndex, Denial>;
  /** Asked, and no answer came: no link, a lost one, or silence. */
  readonly unanswered: Set<PartyIndex>;
}

export interface GatherOptions {
  readonly parties: readonly Party[];
  /** Asks one node; the signal aborts when its answer is no longer wanted. Rejects if it cannot be had. */
  ask(node: MemberId, signal: AbortSignal): Promise<Readiness>;
  /** Checks a node's answer; false drops it. */
  accepts(party: PartyIndex, ready: Ready): boolean;
  /** How long to wait for more answers from now on: undefined as long as more are needed. */
  patience(soFar: Gathering): number | undefined;
  readonly signal: AbortSignal;
}

/**
 * Asks every node at once, and goes on as soon as enough of them answered plus a little time for better ones: a frozen
 * node costs that little time, not its timeout.
 */
export async function gatherReadies(options: GatherOptions): Promise<Gathering> {
  const gathering: Gathering = {
    readies: new Map(),
    denials: new Map(),
    unanswered: new Set(options.parties.map(({ index }) => index)),
  };
  const done = new AbortController();
  const enough = new Countdown(() => done.abort());
  const wanted = AbortSignal.any([options.signal, done.signal]);
  const answers = options.parties.map(async (party) => {
    await askOne(party, options, wanted, gathering);
    const patience = wanted.aborted ? undefined : options.patience(gathering);
    if (patience !== undefined) enough.in(patience);
  });
  await Promise.race([Promise.all(answers), aborted(wanted)]);
  enough.stop();
  done.abort();
  return gathering;
}

async function askOne(party: Party, options: GatherOptions, wanted: AbortSignal, gathering: Gathering): Promise<void> {
  try {
    const answer = await options.ask(party.node, wanted);
    if (wanted.aborted) return;
    if (answer.kind === 'denied') gathering.denials.set(party.index, answer.value);
    else if (options.accepts(party.index, answer.value)) gathering.readies.set(party.index, answer.value);
    gathering.unanswered.delete(party.index);
  } catch {
    // No answer: the party stays among the unanswered, whatever the reason.
  }
}

/** Fires once, at the earliest time it was ever set to. */
class Countdown {
  readonly #fire: () => void;
  readonly #timers: NodeJS.Timeout[] = [];

  constructor(fire: () => void) {
    this.#fire = fire;
  }

  in(ms: number): void {
    this.#timers.push(setTimeout(this.#fire, ms));
  }

  stop(): void {
    for (const timer of this.#timers) clearTimeout(timer);
  }
}
