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
  /** Those that are asked at once, since they suffice if all goes well; everybody is if left out. */
  readonly first?: readonly PartyIndex[] | undefined;
  /** The others are asked as soon as that did not go well, and so many ms later at the latest. */
  readonly othersAfterMs: number;
  /** Asks one node; the signal aborts when its answer is no longer wanted. Rejects if it cannot be had. */
  ask(node: MemberId, signal: AbortSignal): Promise<Readiness>;
  /** Checks a node's answer; false drops it. */
  accepts(party: PartyIndex, ready: Ready): boolean;
  /** How long to wait for more answers from now on: undefined as long as more are needed. */
  patience(soFar: Gathering): number | undefined;
  readonly signal: AbortSignal;
}

/**
 * Asks the first ones at once and the others if need be, and goes on as soon as enough of them answered plus a little time
 * for better ones: a frozen node costs that little time, not its timeout.
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
  const others = new Others(options, wanted);
  const answers = options.parties.map(async (party) => {
    await others.turnOf(party.index);
    await askOne(party, options, wanted, gathering);
    const patience = wanted.aborted ? undefined : options.patience(gathering);
    if (patience !== undefined) enough.in(patience);
    others.review(party.index, gathering, patience);
  });
  await Promise.race([Promise.all(answers), aborted(wanted)]);
  enough.stop();
  others.stop();
  done.abort();
  return gathering;
}

/** When those are asked that are not among the first. */
class Others {
  readonly #first: readonly PartyIndex[];
  readonly #asked = new AbortController();
  readonly #turn: Promise<void>;
  readonly #timer: NodeJS.Timeout;

  constructor(
    { parties, first = parties.map(({ index }) => index), othersAfterMs }: GatherOptions,
    wanted: AbortSignal,
  ) {
    this.#first = first;
    this.#turn = aborted(AbortSignal.any([this.#asked.signal, wanted]));
    this.#timer = setTimeout(() => this.#asked.abort(), othersAfterMs);
  }

  /** Resolves when the party is to be asked, or nobody is any more. */
  async turnOf(party: PartyIndex): Promise<void> {
    if (!this.#first.includes(party)) await this.#turn;
  }

  /** What the answer of a party, or its lack, means for the others. */
  review(party: PartyIndex, { readies, unanswered }: Gathering, patience: number | undefined): void {
    const isOver = this.#first.every((one) => !unanswered.has(one)) && patience !== 0;
    if (!readies.has(party) || isOver) this.#asked.abort();
  }

  stop(): void {
    clearTimeout(this.#timer);
  }
}

async function askOne(party: Party, options: GatherOptions, wanted: AbortSignal, gathering: Gathering): Promise<void> {
  if (wanted.aborted) return;
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
