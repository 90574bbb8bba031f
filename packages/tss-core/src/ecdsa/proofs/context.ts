import { type PartyIndex, partyIndexCodec } from '../../keys/structure.ts';
import { bytes, type Codec, mapped, struct, text, uint } from '../../wire/codec.ts';

/**
 * Where a proof stands (rule 18). Every challenge hashes it, so a proof is worth nothing in another session, under
 * other auxiliary parameters, in another round or slot, from another prover or for another verifier (attack 19).
 */
export interface ProofContext {
  /** 32 bytes. */
  readonly session: Uint8Array;
  /** Hash over all (identity, N, N̂, s, t) of the parties; in the aux ceremony itself, of what is fixed by then. 32 bytes. */
  readonly auxGeneration: Uint8Array;
  readonly round: number;
  /** Which proof of the round it is: two of one kind, prover and verifier have different slots. */
  readonly slot: string;
  readonly prover: PartyIndex;
  /** Whose ring-Pedersen parameters are used, or `all` for a proof that everybody verifies. */
  readonly verifier: PartyIndex | 'all';
}

const verifierCodec: Codec<PartyIndex | 'all'> = mapped(
  uint(0xffff),
  (value) => (value === 0 ? 'all' : partyIndexCodec.decode(value, 'verifier')),
  (verifier) => (verifier === 'all' ? 0 : verifier),
);

/** As every challenge hashes it. */
export const proofContextCodec: Codec<ProofContext> = struct<ProofContext>({
  session: bytes(32),
  auxGeneration: bytes(32),
  round: uint(0xffff, 1),
  slot: text(32, /^[a-zA-Z0-9-]+$/),
  prover: partyIndexCodec,
  verifier: verifierCodec,
});
