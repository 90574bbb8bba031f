import { type PartyIndex, partyIndexCodec } from '../keys/structure.ts';
import { bytes, struct } from '../wire/codec.ts';
import { type StatementType, signStatement, verifyStatement } from '../wire/statement.ts';

/**
 * A node's word that it has verified a subject by itself and would join one session about it. The fresh bytes live in
 * its memory only, so after a restart it has left the session and cannot be replayed into it.
 */
export interface Ready {
  readonly party: PartyIndex;
  /** 32 fresh random bytes r_i, good for one session. */
  readonly nonce: Uint8Array;
  /** Hash of the rules under which the node allowed the subject. 32 bytes. */
  readonly policyHash: Uint8Array;
  /** 64 bytes by the node's identity key over `ReadyStatement`. */
  readonly signature: Uint8Array;
}

/** `subject` is the request hash, or the hash of a ceremony order. */
export interface ReadyStatement {
  readonly cluster: Uint8Array;
  readonly key: Uint8Array;
  readonly subject: Uint8Array;
  readonly party: PartyIndex;
  readonly nonce: Uint8Array;
  readonly policyHash: Uint8Array;
}

const readyStatement: StatementType<ReadyStatement> = {
  tag: 'quorate/ready/1',
  codec: struct<ReadyStatement>({
    cluster: bytes(32),
    key: bytes(32),
    subject: bytes(32),
    party: partyIndexCodec,
    nonce: bytes(32),
    policyHash: bytes(32),
  }),
};

export const readyCodec = struct<Ready>({
  party: partyIndexCodec,
  nonce: bytes(32),
  policyHash: bytes(32),
  signature: bytes(64),
});

export function signReady(statement: ReadyStatement, identitySecret: Uint8Array): Ready {
  const { party, nonce, policyHash } = statement;
  return { party, nonce, policyHash, signature: signStatement(readyStatement, statement, identitySecret) };
}

export function verifyReady(
  ready: Ready,
  about: Pick<ReadyStatement, 'cluster' | 'key' | 'subject'>,
  identity: Uint8Array,
): boolean {
  const { party, nonce, policyHash, signature } = ready;
  return verifyStatement(readyStatement, { ...about, party, nonce, policyHash }, signature, identity);
}
