import { equalBytes, type PartyIndex, type Ready, RequestRejected, verifyReady } from '@quorate/tss-core';

/** What the readies of a session must all be about, and who must have given them. */
export interface ReadiesExpected {
  readonly cluster: Uint8Array;
  readonly key: Uint8Array;
  /** The request hash, or the hash of a ceremony's order. */
  readonly subject: Uint8Array;
  /** Strictly ascending. */
  readonly parties: readonly PartyIndex[];
  readonly identities: ReadonlyMap<PartyIndex, Uint8Array>;
  /** What this node itself answered and has not used yet. */
  readonly own: Ready;
  /** Hash of the rules under which this node allowed the subject. */
  readonly policyHash: Uint8Array;
  /** Whether a ready is known to be one that this node signed for the subject: then nobody needs to verify it. */
  wasGiven?(ready: Ready): boolean;
}

/** Exactly the parties of the session, each by its own signature, and this node's own as it gave it. */
export function checkReadies(readies: readonly Ready[], expected: ReadiesExpected): void {
  const { parties, identities, own, policyHash } = expected;
  if (readies.length !== parties.length || readies.some((ready, i) => ready.party !== parties[i])) {
    throw mismatch('the readies are not exactly those of its parties, ascending');
  }
  for (const ready of readies) {
    const identity = identities.get(ready.party);
    if (!identity || !(isOwn(ready, expected) || verifyReady(ready, expected, identity))) {
      throw mismatch(`party ${ready.party} never said it was ready for this`);
    }
  }
  checkOwn(readies, own, policyHash);
  // A repeated r_i adds nothing to the session id that the other one does not: a sign of replay or collusion.
  const nonces = new Set(readies.map(({ nonce }) => nonce.toString()));
  if (nonces.size !== readies.length) throw mismatch('two parties gave the same fresh bytes');
}

function isOwn(ready: Ready, { own, wasGiven = () => false }: ReadiesExpected): boolean {
  return ready.party === own.party && wasGiven(ready);
}

function checkOwn(readies: readonly Ready[], own: Ready, policyHash: Uint8Array): void {
  const offered = readies.find(({ party }) => party === own.party);
  if (!offered) throw mismatch('this node is not among its parties');
  if (!equalBytes(offered.nonce, own.nonce))
    throw mismatch('its fresh bytes of this node are not the ones it gave last');
  if (!equalBytes(offered.policyHash, policyHash)) throw mismatch('it names other rules than those of this node');
}

/** One sentence for every way an offered session can differ from what this node verified. */
export function mismatch(how: string): RequestRejected {
  return new RequestRejected('descriptor-mismatch', `the offered session was refused: ${how}`);
}
