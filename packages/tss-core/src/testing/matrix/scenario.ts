import type { EcdsaEngine } from '../../ecdsa/setting.ts';
import type { EvidenceSubject } from '../../evidence/evidence.ts';
import type { SignedBatch } from '../../frost/stock/commitmentBatch.ts';
import type { PartyIndex, SchemeId } from '../../keys/structure.ts';
import type { Envelope } from '../../wire/envelope.ts';
import { type Cheat, changingBroadcast, changingDirect } from '../cheating.ts';
import type { ScenarioOptions } from '../fixtures.ts';
import { Rehearsal } from '../rehearsal.ts';
import type { SimulationResult } from '../simulate.ts';
import type { Message } from './fields.ts';

/** One run of a protocol, with what is needed to judge how it ended. */
export interface ScenarioRun {
  readonly outcomes: SimulationResult<unknown>;
  readonly subject: EvidenceSubject;
  /** Where commitments were given in advance: what evidence needs of them. */
  readonly batches?: readonly SignedBatch[];
  /** What evidence about threshold ECDSA is judged with. */
  readonly engine?: EcdsaEngine;
  /** Throws unless what these parties ended with is right, and the same for all. */
  checkResults(parties: readonly PartyIndex[]): void;
}

/** A message of the corrupt party in the recorded run. */
export interface SentMessage extends Message {
  readonly round: number;
  readonly to: PartyIndex | 'all';
  /** What tells it from another message of its kind that could stand in its place. */
  readonly label?: string;
  /** Says another body to all, and goes on as if nothing had happened. */
  lie(body: Uint8Array): Cheat;
  /** The same, prepared in earlier rounds as well as a cheat can. */
  committed?(body: Uint8Array): Cheat;
}

/** A protocol among fixed parties of which one is corrupt. Every run with the same seed begins the same. */
export interface Scenario {
  readonly scheme: SchemeId;
  readonly corrupt: PartyIndex;
  readonly parties: readonly PartyIndex[];
  run(seed: string, options: ScenarioOptions): ScenarioRun;
  /** Every message that the corrupt party sends, as `recording` has it. */
  messages(recording: Recording): readonly SentMessage[];
}

export const SEED = 'adversary matrix';
export const ANOTHER_SEED = 'another session';

/** One honest run: its envelopes, and what spares other runs with its seed the work up to where they differ. */
export class Recording {
  readonly rehearsal = new Rehearsal();
  readonly #envelopes = new Map<string, Envelope>();

  static of(scenario: Scenario, seed: string): Recording {
    const recording = new Recording();
    scenario.run(seed, {
      staging: recording.rehearsal.record,
      onFrame(_from, _to, frame) {
        if (frame.kind === 'envelope') recording.#keep(frame.value);
      },
    });
    return recording;
  }

  #keep(envelope: Envelope): void {
    const { round, from, to } = envelope;
    this.#envelopes.set(`${round} ${from} ${to}`, envelope);
  }

  find(round: number, from: PartyIndex, to: PartyIndex | 'all'): Envelope | undefined {
    return this.#envelopes.get(`${round} ${from} ${to}`);
  }

  get(round: number, from: PartyIndex, to: PartyIndex | 'all'): Envelope {
    const found = this.find(round, from, to);
    if (!found) throw new Error(`nothing was sent in round ${round} by ${from} to ${to}`);
    return found;
  }
}

/** A message of which nothing was prepared earlier. */
export function sentMessage(
  corrupt: PartyIndex,
  { round, to }: Pick<SentMessage, 'round' | 'to'>,
  message: Message,
): SentMessage {
  return {
    ...message,
    round,
    to,
    lie: (body) =>
      to === 'all' ? changingBroadcast(corrupt, round, () => body) : changingDirect(corrupt, round, to, () => body),
  };
}
