import { isEcdsaScheme, type KeyStructure, RequestRejected } from '@quorate/tss-core';
import { MAX_AUX_PARTIES, MAX_ECDSA_SIGNERS } from '@quorate/tss-core/ecdsa';

/** Throws RequestRejected for an ECDSA key that more nodes hold, or must sign together for, than its protocols are for. */
export function checkEcdsaSize({ scheme, parties, quorums }: KeyStructure): void {
  if (!isEcdsaScheme(scheme)) return;
  if (parties.length > MAX_AUX_PARTIES) {
    const sentence = `an ECDSA key has at most ${MAX_AUX_PARTIES} parties, this one would have ${parties.length}`;
    throw new RequestRejected('too-many-parties', sentence, 'name fewer nodes with --quorum');
  }
  const signers = quorums.reduce((sum, { threshold }) => sum + threshold, 0);
  if (signers <= MAX_ECDSA_SIGNERS) return;
  const sentence = `at most ${MAX_ECDSA_SIGNERS} nodes sign together with ECDSA, this key would ask for ${signers}`;
  throw new RequestRejected('too-many-signers', sentence, 'choose lower thresholds');
}
