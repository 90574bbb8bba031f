import type { ProtocolFault } from '../errors.ts';
import type { PendingKey } from '../keys/share.ts';
import type { PartyIndex } from '../keys/structure.ts';
import type { Envelope } from '../wire/envelope.ts';

/**
 * How a session ended for one party: with its result; with a fault, whose culprits the envelopes convict; or stalled,
 * which convicts nobody: `missing` are those to leave out of the next attempt, `left` those who said that they leave, and
 * know best why; `reason` is a sentence for people.
 */
export type SessionOutcome<R> =
  | { readonly kind: 'done'; readonly result: R }
  | { readonly kind: 'fault'; readonly fault: ProtocolFault; readonly evidence: readonly Envelope[] }
  | {
      readonly kind: 'stalled';
      readonly missing: readonly PartyIndex[];
      readonly left: readonly PartyIndex[];
      readonly reason: string;
    };

/** One frame for one peer. */
export interface OutgoingFrame {
  readonly to: PartyIndex;
  readonly frame: Uint8Array;
}

/** What the driver must do after a step: send these frames, store the checkpoint, or end with the outcome. */
export interface SessionOutput<R> {
  readonly send: readonly OutgoingFrame[];
  readonly checkpoint?: PendingKey;
  readonly outcome?: SessionOutcome<R>;
}
