import { cosigningParties } from '@quorate/requests';
import {
  type Assignment,
  checkAssignment,
  equalBytes,
  isEcdsaScheme,
  isPrepared,
  type KeyStructure,
  type PartyIndex,
  type Ready,
  RequestRejected,
  referencesHold,
  type SigningDescriptor,
  signersOf,
} from '@quorate/tss-core';
import { namedPresignature } from '@quorate/tss-core/ecdsa';
import type { AllowedRequest } from './authorizer.ts';
import { checkReadies, mismatch } from './checkReadies.ts';

/**
 * Compares every field of a session that a coordinator offers with what this node computed by itself from the desk's
 * request: whoever picks the signers picks nothing else. RequestRejected `descriptor-mismatch` on any difference.
 *
 * @param own this node's ready for this request, given once and not used yet
 * @param servesKey whether an aux generation is active on this node and one of the key's parties; asked for ECDSA keys
 * @param identities of the key's parties, from the cluster file: see `identitiesOf`
 * @param wasGiven whether a ready is known to be one that this node signed for the request
 */
export function checkDescriptor(
  descriptor: SigningDescriptor,
  allowed: AllowedRequest,
  own: Ready,
  identities: ReadonlyMap<PartyIndex, Uint8Array>,
  servesKey: (auxGeneration: Uint8Array) => boolean,
  wasGiven: (ready: Ready) => boolean = () => false,
): void {
  const { request, requestHash: subject, keyId: key, certificate, policyHash } = allowed;
  checkKey(descriptor, allowed);
  checkAux(descriptor, servesKey);
  checkSubject(descriptor, allowed);
  const parties = checkSigners(descriptor.assignment, certificate.statement.structure);
  const absent = cosigningParties(request, certificate.statement.structure, allowed.keyName).find(
    (party) => !parties.includes(party),
  );
  if (absent !== undefined) throw mismatch(`party ${absent}, which the desk wants to cosign, is not among its signers`);
  if (!parties.includes(allowed.self)) throw mismatch('this node is not among its signers');
  if (own.party !== allowed.self) throw mismatch('this node holds another seat in the key');
  if (!referencesHold(descriptor)) throw mismatch('it names other nonces than its signers set aside for it');
  const about = { cluster: request.cluster, key, subject, policyHash };
  checkReadies(descriptor.readies, { ...about, parties, identities, own, wasGiven });
}

function checkKey(descriptor: SigningDescriptor, { request, keyId, certificate }: AllowedRequest): void {
  const { groupKey, structure, epoch } = certificate.statement;
  if (descriptor.version !== 1) throw mismatch('it has an unknown version');
  if (!equalBytes(descriptor.cluster, request.cluster)) throw mismatch('it names another cluster');
  if (!equalBytes(descriptor.key, keyId)) throw mismatch('it names another key than the request');
  if (!equalBytes(descriptor.groupKey, groupKey)) throw mismatch('it names another group key');
  if (descriptor.scheme !== structure.scheme) throw mismatch('it names another signature scheme');
  if (descriptor.epoch !== epoch) throw mismatch('it names an epoch that is not the active one');
}

function checkSubject(descriptor: SigningDescriptor, { request, requestHash, messages }: AllowedRequest): void {
  if (!equalBytes(descriptor.requestHash, requestHash)) throw mismatch('it is about another request');
  if (isEcdsaScheme(descriptor.scheme)) checkOneMessage(descriptor, messages);
  else checkAllMessages(descriptor, messages);
  const samePath =
    descriptor.path.length === request.path.length && descriptor.path.every((step, i) => step === request.path[i]);
  if (!samePath) throw mismatch('it names another derivation path');
}

/** FROST signs all messages of a request in one session. */
function checkAllMessages(descriptor: SigningDescriptor, messages: readonly Uint8Array[]): void {
  if (descriptor.messages.length !== messages.length) {
    throw mismatch(`it signs ${descriptor.messages.length} messages where the request has ${messages.length}`);
  }
  for (const [i, message] of messages.entries()) {
    const offered = descriptor.messages[i];
    if (!offered || !equalBytes(offered, message)) throw mismatch(`message ${i + 1} is not the one of the request`);
  }
}

/** ECDSA signs each message of a request in a session of its own, in whatever order. */
function checkOneMessage(descriptor: SigningDescriptor, messages: readonly Uint8Array[]): void {
  const [offered] = descriptor.messages;
  if (!offered || descriptor.messages.length !== 1) throw mismatch('a session of ECDSA signs one message');
  if (!messages.some((message) => equalBytes(message, offered))) throw mismatch('its message is none of the request');
}

function checkAux(descriptor: SigningDescriptor, servesKey: (auxGeneration: Uint8Array) => boolean): void {
  const { scheme, auxGeneration } = descriptor;
  if (!isEcdsaScheme(scheme)) {
    if (auxGeneration.length !== 0) throw mismatch('it names an aux generation, which this scheme has not');
  } else if (isPrepared(descriptor) && !namedPresignature(descriptor)) {
    throw mismatch('it names a presignature that not every signer has set aside for it');
  } else if (!servesKey(auxGeneration)) {
    throw mismatch('it names an aux generation that is not active on this node for the parties of the key');
  }
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
