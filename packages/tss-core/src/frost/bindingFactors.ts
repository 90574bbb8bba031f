import { concatBytes } from '@noble/hashes/utils.js';
import type { Ciphersuite, Element } from '../groups/ciphersuite.ts';
import type { PartyIndex } from '../keys/structure.ts';
import { type CommitmentList, encodeGroupCommitmentList } from './commitments.ts';

/** ρ_i of each signer. */
export type BindingFactors = ReadonlyMap<PartyIndex, bigint>;

/**
 * RFC 9591 §4.4, the hash inputs: key ‖ H4(message) ‖ H5(commitment list) ‖ identifier. Whoever changes the key, the
 * message, any commitment or the signer changes every nonce, which is what stops ROS and Drijvers (attack 4).
 */
export function bindingFactorInputs(
  suite: Ciphersuite,
  outputKey: Element,
  commitments: CommitmentList,
  message: Uint8Array,
): ReadonlyMap<PartyIndex, Uint8Array> {
  const { group } = suite;
  const prefix = concatBytes(
    group.encodeElement(outputKey),
    suite.H4(message),
    suite.H5(encodeGroupCommitmentList(suite, commitments)),
  );
  const parties = [...commitments.keys()];
  return new Map(parties.map((party) => [party, concatBytes(prefix, group.encodeScalar(BigInt(party)))]));
}

/** RFC 9591 §4.4 compute_binding_factors. */
export function computeBindingFactors(
  suite: Ciphersuite,
  outputKey: Element,
  commitments: CommitmentList,
  message: Uint8Array,
): BindingFactors {
  const inputs = bindingFactorInputs(suite, outputKey, commitments, message);
  return new Map([...inputs].map(([party, input]) => [party, suite.H1(input)]));
}
