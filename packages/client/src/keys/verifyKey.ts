import {
  type ClusterFile,
  clusterId,
  decodeOrReject,
  decodeSignedOrder,
  fromBase64,
  identitiesOf,
  type KeyView,
  keyIdOf,
  MAX_ACKNOWLEDGEMENT_BYTES,
  networkScheme,
  orderHash,
  type SignedOrder,
  toHex,
  verifyOrderSignatures,
} from '@quorate/requests';
import {
  type Acknowledgement,
  acknowledgementCodec,
  certificateCodec,
  certificateHash,
  encodeCbor,
  equalBytes,
  type KeyCertificate,
  MAX_CERTIFICATE_BYTES,
  type PartyIndex,
  publicKeyOf,
  RequestRejected,
  structureCodec,
  verifyAcknowledgement,
  verifyCertificate,
} from '@quorate/tss-core';
import type { VerifiedKey } from './verifiedKey.ts';

/**
 * Checks what the coordinator says about a key against the pinned cluster file alone: k of m admins ordered it, every
 * party certified exactly what was ordered, and every party proved that it stored its share.
 * Throws RequestRejected with what does not hold (attack 40a).
 */
export function verifyKey(view: KeyView, cluster: ClusterFile): VerifiedKey {
  const signed = decodeSignedOrder(fromBase64(view.order));
  verifyOrderSignatures(signed, cluster);
  checkNames(view, signed);
  const certificate = decodeCertificate(view.certificate);
  checkAnswersOrder(certificate, signed, cluster);
  const identities = identitiesOf(cluster, certificate.statement.structure);
  verifyCertificate(certificate, identities);
  checkAcknowledgements(view, certificate, identities);
  return verifiedKey(view, signed, certificate);
}

function verifiedKey(view: KeyView, order: SignedOrder, certificate: KeyCertificate): VerifiedKey {
  const { structure, groupKey } = certificate.statement;
  const context = { scheme: networkScheme(structure.scheme), groupKey, publicKey: publicKeyOf(certificate) };
  const hash = toHex(certificateHash(certificate));
  return { id: view.key, name: order.order.name, structure, context, order, certificate, certificateHash: hash };
}

/** The id and the name come from what admins signed; the view only repeats them. */
function checkNames(view: KeyView, { order }: SignedOrder): void {
  if (view.name !== order.name) refuse(`it calls the key ${view.name}, its admins ordered ${order.name}`);
  if (view.key !== toHex(keyIdOf(order))) refuse('the key id is not the one that its order makes');
}

function checkAnswersOrder({ statement }: KeyCertificate, { order }: SignedOrder, cluster: ClusterFile): void {
  if (!equalBytes(statement.cluster, clusterId(cluster))) refuse('the certificate is of another cluster');
  if (!equalBytes(statement.key, keyIdOf(order))) refuse('the certificate is of another key');
  if (!equalBytes(statement.orderHash, orderHash(order))) refuse('the certificate answers another order');
  const encode = (structure: typeof order.structure) => encodeCbor(structureCodec, structure);
  if (equalBytes(encode(statement.structure), encode(order.structure))) return;
  refuse('the certificate has other parties or quorums than its admins ordered');
}

function checkAcknowledgements(
  view: KeyView,
  certificate: KeyCertificate,
  identities: ReadonlyMap<PartyIndex, Uint8Array>,
): void {
  const given = view.acknowledgements.map(decodeAcknowledgement);
  for (const { index, node } of certificate.statement.structure.parties) {
    const identity = identities.get(index);
    const own = given.filter(({ party }) => party === index);
    if (own.length === 0) refuse(`${node} has not acknowledged that it stores its share`);
    const holds = identity && own.every((one) => verifyAcknowledgement(one, certificate, identity));
    if (!holds) refuse(`the acknowledgement of ${node} does not prove that it stores its share`);
  }
  if (given.length !== identities.size) refuse('it comes with acknowledgements of strangers, or with some twice');
}

function decodeCertificate(base64: string): KeyCertificate {
  return decodeOrReject(certificateCodec, fromBase64(base64), MAX_CERTIFICATE_BYTES, 'certificate', 'false-answer');
}

function decodeAcknowledgement(base64: string): Acknowledgement {
  const encoded = fromBase64(base64);
  return decodeOrReject(acknowledgementCodec, encoded, MAX_ACKNOWLEDGEMENT_BYTES, 'acknowledgement', 'false-answer');
}

function refuse(sentence: string): never {
  throw new RequestRejected('false-answer', sentence);
}
