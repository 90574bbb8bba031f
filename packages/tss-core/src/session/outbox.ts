import type { PartyIndex } from '../keys/structure.ts';
import type { Exchange } from '../protocol/protocol.ts';
import { ENVELOPE_VERSION, type Envelope, type SessionHeader, signEnvelope } from '../wire/envelope.ts';
import { encodeFrame } from './frame.ts';
import type { OutgoingFrame } from './sessionOutcome.ts';

/** Who speaks, and in which session. */
export interface Speaker {
  readonly header: SessionHeader;
  readonly self: PartyIndex;
  readonly identitySecret: Uint8Array;
}

/** Signs what one party says, and holds the frames until the driver takes them. */
export class Outbox {
  readonly #speaker: Speaker;
  readonly #peers: readonly PartyIndex[];
  #frames: OutgoingFrame[] = [];

  constructor(speaker: Speaker, peers: readonly PartyIndex[]) {
    this.#speaker = speaker;
    this.#peers = peers;
  }

  /**
   * Says one round to everybody.
   * @param inbox what was received before, see `inboxHash`
   * @returns the broadcast
   */
  sayRound({ round, broadcast, direct }: Exchange, inbox: Uint8Array): Envelope {
    const sign = (to: PartyIndex | 'all', body: Uint8Array) => this.#sign(round, to, inbox, body);
    const toAll = sign('all', broadcast);
    const frame = encodeFrame({ kind: 'envelope', value: toAll });
    for (const to of this.#peers) {
      this.#frames.push({ to, frame });
      const body = direct.get(to);
      if (body) this.#frames.push({ to, frame: encodeFrame({ kind: 'envelope', value: sign(to, body) }) });
    }
    return toAll;
  }

  /** Shows everybody what others have signed. */
  show(envelopes: readonly Envelope[]): void {
    const frame = encodeFrame({ kind: 'show', value: envelopes });
    for (const to of this.#peers) this.#frames.push({ to, frame });
  }

  /** What is to be sent, once. */
  take(): readonly OutgoingFrame[] {
    const frames = this.#frames;
    this.#frames = [];
    return frames;
  }

  #sign(round: number, to: PartyIndex | 'all', inbox: Uint8Array, body: Uint8Array): Envelope {
    const { header, self: from, identitySecret } = this.#speaker;
    return signEnvelope({ ...header, version: ENVELOPE_VERSION, round, from, to, inbox, body }, identitySecret);
  }
}
