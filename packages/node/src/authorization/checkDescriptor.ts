import {
  type Assignment,
  checkAssignment,
  equalBytes,
  type KeyStructure,
  type PartyIndex,
  type Ready,
  RequestRejected,
  referencesHold,
  type SigningDescriptor,
  signersOf,
} from '@quorate/tss-core';
import type { AllowedRequest } from './authorizer.ts';
import { checkReadies, mismatch } from './checkReadies.ts';

/**
 * Compares every field of a session that a coordinator offers with what this node computed by itself from the desk's
 * request: whoever picks the signers picks nothing else. RequestRejected `descriptor-mismatch` on any difference.
 *
 * @param own this node's ready for this request, given once and not used yet
 * @param identities of the key's parties, from the cluster file: see `identitiesOf`
 */
export function checkDescriptor(
  descriptor: SigningDescriptor,
  allowed: AllowedRequest,
  own: Ready,
  identities: ReadonlyMap<PartyIndex, Uint8Array>,
): void {
  const { request, requestHash: subject, keyId: key, certificate, policyHash } = allowed;
  checkKey(descriptor, allowed);
  checkSubject(descriptor, allowed);
  const parties = checkSigners(descriptor.assignment, certificate.statement.structure);
  if (!parties.includes(allowed.self)) throw mismatch('this node is not among its signers');
  if (own.party !== allowed.self) throw mismatch('this node holds another seat in the key');
  if (!referencesHold(descriptor)) throw mismatch('it names other nonces than its signers set aside for it');
  checkReadies(descriptor.readies, { cluster: request.cluster, key, subject, parties, identities, own, policyHash });
}

function checkKey(descriptor: SigningDescriptor, { request, keyId, certificate }: AllowedRequest): void {
  const { groupKey, structure, epoch } = certificate.statement;
  if (descriptor.version !== 1) throw mismatch('it has an unknown version');
  if (!equalBytes(descriptor.cluster, request.cluster)) throw mismatch('it names another cluster');
  if (!equalBytes(descriptor.key, keyId)) throw mismatch('it names another key than the request');
  if (!equalBytes(descriptor.groupKey, groupKey)) throw mismatch('it names another group key');
  if (descriptor.scheme !== structure.scheme) throw mismatch('it names another signature scheme');
  if (descriptor.epoch !== epoch) throw mismatch('it names an epoch that is not the active one');
  // No scheme of this release has an aux generation.
  if (descriptor.auxGeneration.length !== 0) throw mismatch('it names an aux generation, which this scheme has not');
}

function checkSubject(descriptor: SigningDescriptor, { request, requestHash, messages }: AllowedRequest): void {
  if (!equalBytes(descriptor.requestHash, requestHash)) throw mismatch('it is about another request');
  if (descriptor.messages.length !== messages.length) {
    throw mismatch(`it signs ${descriptor.messages.length} messages where the request has ${messages.length}`);
  }
  for (const [i, message] of messages.entries()) {
    const offered = descriptor.messages[i];
    if (!offered || !equalBytes(offered, message)) throw mismatch(`message ${i + 1} is not the one of the request`);
  }
  const samePath =
    descriptor.path.length === request.path.length && descriptor.path.every((step, i) => step === request.path[i]);
  if (!samePath) throw mismatch('it names another derivation path');
}

/** @returns all signers, ascending */
function checkSigners(assignment: Assignment, structure: KeyStructure): readonly PartyIndex[] {
  try {
    checkAssignment(structure, assignment);
  } catch (problem) {
    if (problem instanceof RequestRejected) throw mismatch('its signers are not a signing set of the key');
    throw problem;
  }
  return signersOf(assignment);
}
