import type { PartyIndex } from './keys/structure.ts';
import type { Envelope } from './wire/envelope.ts';

/** Why a party is convicted. Each code is judged by one function under `evidence/` from signed envelopes alone. */
export type FaultCode =
  | 'equivocation'
  | 'malformed-message'
  | 'bad-opening'
  | 'wrong-commitment-length'
  | 'bad-proof-of-possession'
  | 'wrong-dealt-share'
  | 'false-complaint'
  | 'wrong-certificate-signature'
  | 'invalid-share'
  | 'invalid-parameters'
  | 'invalid-proof'
  | 'invalid-ciphertext'
  | 'wrong-verdict';

/**
 * A peer provably broke the protocol. `rounds` are the rounds whose signed envelopes prove it; whoever drives the
 * protocol attaches those envelopes as evidence.
 */
export class ProtocolFault extends Error {
  readonly code: FaultCode;
  readonly culprits: readonly PartyIndex[];
  readonly rounds: readonly number[];
  /** The party whose complaint opened the proof, where the fault came to light by a complaint. */
  readonly complainer: PartyIndex | undefined;
  /** Direct envelopes of the culprits that belong to the proof. They are shown to anybody: none may hold a secret. */
  readonly opened: readonly Envelope[];

  constructor(
    code: FaultCode,
    culprits: readonly PartyIndex[],
    rounds: readonly number[],
    complainer?: PartyIndex,
    opened: readonly Envelope[] = [],
  ) {
    super(`${code} by party ${culprits.join(', ')} (round ${rounds.join(', ')})`);
    this.name = 'ProtocolFault';
    this.code = code;
    this.culprits = culprits;
    this.rounds = rounds;
    this.complainer = complainer;
    this.opened = opened;
  }
}

/** The session could not go on and nobody can be convicted of it: silence, lost links, views that differ without proof. */
export class SessionStalled extends Error {
  readonly missing: readonly PartyIndex[];

  constructor(message: string, missing: readonly PartyIndex[]) {
    super(message);
    this.name = 'SessionStalled';
    this.missing = missing;
  }
}

/** The caller asked for something that cannot or must not be done. The message is one sentence a person can act on. */
export class RequestRejected extends Error {
  /** A short machine-readable reason, kebab-case. */
  readonly code: string;
  /** What to do about it, where there is something to do. */
  readonly hint: string | undefined;

  constructor(code: string, message: string, hint?: string) {
    super(message);
    this.name = 'RequestRejected';
    this.code = code;
    this.hint = hint;
  }
}

/** An invariant of ours does not hold. Never caused by input. */
export class Bug extends Error {
  constructor(message: string) {
    super(`bug: ${message}`);
    this.name = 'Bug';
  }
}
