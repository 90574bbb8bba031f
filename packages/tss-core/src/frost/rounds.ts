import type { Group } from '../groups/ciphersuite.ts';
import { scalarCodec } from '../groups/codecs.ts';
import type { Round } from '../protocol/protocol.ts';
import { list } from '../wire/codec.ts';
import { type NonceCommitment, nonceCommitmentCodec, strictNonceCommitmentCodec } from './commitments.ts';

/** Round 1: exactly one commitment per message; another number is malformed. */
export function commitmentsRound(group: Group, messages: number): Round<readonly NonceCommitment[]> {
  const codec = list(nonceCommitmentCodec(group), { min: messages, max: messages });
  return { number: 1, name: 'Commitments', codec };
}

/** What round 1 must be: a commitment outside the prime-order subgroup convicts its sender. */
export function strictCommitmentsRound(group: Group, messages: number): Round<readonly NonceCommitment[]> {
  const codec = list(strictNonceCommitmentCodec(group), { min: messages, max: messages });
  return { number: 1, name: 'Commitments', codec };
}

/** Round 2: exactly one share z_i per message. */
export function signatureSharesRound(group: Group, messages: number): Round<readonly bigint[]> {
  return { number: 2, name: 'SignatureShares', codec: list(scalarCodec(group), { min: messages, max: messages }) };
}
