import { bytesToHex } from '@noble/hashes/utils.js';
import {
  type ClusterFile,
  clusterId,
  decodeSignedOrder,
  identitiesOf,
  keyIdOf,
  networkScheme,
  orderHash,
  type SignedOrder,
} from '@quorate/requests';
import {
  certificateCodec,
  DecodeError,
  decodeCbor,
  equalBytes,
  type KeyCertificate,
  MAX_CERTIFICATE_BYTES,
  publicKeyOf,
  RequestRejected,
  verifyCertificate,
} from '@quorate/tss-core';
import type { KnownKey } from '../interfaces.ts';

/**
 * A key from its order and certificate: every party of the cluster file certified it, and it is the key that the order
 * makes. Whether admins ordered it was checked by every party, and is checked again by every client.
 * Throws RequestRejected `bad-certificate`, `bad-order`, `unknown-node`.
 */
export function verifyKey(cluster: ClusterFile, encoded: KnownKey['encoded']): Omit<KnownKey, 'acknowledgements'> {
  const order = decodeSignedOrder(encoded.order);
  const certificate = decodeCertificate(encoded.certificate);
  const { structure } = certificate.statement;
  const identities = identitiesOf(cluster, structure);
  verifyCertificate(certificate, identities);
  checkOrder(order, certificate, cluster);
  const context = {
    scheme: networkScheme(structure.scheme),
    groupKey: certificate.statement.groupKey,
    publicKey: publicKeyOf(certificate),
  };
  const id = bytesToHex(certificate.statement.key);
  return { id, name: order.order.name, order, certificate, encoded, structure, context, identities };
}

export function decodeCertificate(encoded: Uint8Array): KeyCertificate {
  try {
    return decodeCbor(certificateCodec, encoded, MAX_CERTIFICATE_BYTES, 'certificate');
  } catch (problem) {
    if (problem instanceof DecodeError) throw new RequestRejected('bad-certificate', problem.message);
    throw problem;
  }
}

function checkOrder({ order }: SignedOrder, { statement }: KeyCertificate, cluster: ClusterFile): void {
  if (!equalBytes(statement.cluster, clusterId(cluster))) {
    throw new RequestRejected('bad-certificate', `the certificate is of another cluster than ${cluster.name}`);
  }
  if (!equalBytes(statement.orderHash, orderHash(order)) || !equalBytes(statement.key, keyIdOf(order))) {
    throw new RequestRejected('bad-certificate', `the certificate is not of the key that order ${order.name} makes`);
  }
}
