import {
  type CertifiedKey,
  type ClusterFile,
  fromBase64,
  type KeyView,
  toHex,
  verifyCertifiedKey,
  verifyStored,
} from '@quorate/requests';
import { certificateHash, RequestRejected } from '@quorate/tss-core';
import type { VerifiedKey } from './verifiedKey.ts';

/**
 * Checks what the coordinator says about a key against the pinned cluster file alone: k of m admins ordered it, every
 * party certified exactly what was ordered, and every party proved that it stored its share.
 * Throws RequestRejected with what does not hold (attack 40a).
 */
export function verifyKey(view: KeyView, cluster: ClusterFile): VerifiedKey {
  const encoded = { order: fromBase64(view.order), certificate: fromBase64(view.certificate) };
  const key = verifyCertifiedKey(encoded, cluster);
  checkNames(view, key);
  checkAcknowledgements(view, key);
  return { ...key, certificateHash: toHex(certificateHash(key.certificate)) };
}

/** The id and the name come from what admins signed; the view only repeats them. */
function checkNames(view: KeyView, { id, name }: CertifiedKey): void {
  if (view.name !== name) refuse(`it calls the key ${view.name}, its admins ordered ${name}`);
  if (view.key !== id) refuse('the key id is not the one that its order makes');
}

function checkAcknowledgements(view: KeyView, key: CertifiedKey): void {
  const given = view.acknowledgements.map((one) => verifyStored(key, fromBase64(one)));
  const missing = key.structure.parties.find(({ index }) => !given.includes(index));
  if (missing) refuse(`${missing.node} has not acknowledged that it stores its share`);
  if (given.length !== key.structure.parties.length) refuse('it comes with some acknowledgements twice');
}

function refuse(sentence: string): never {
  throw new RequestRejected('false-answer', sentence);
}
