import {
  certificateCodec,
  equalBytes,
  type KeyCertificate,
  MAX_CERTIFICATE_BYTES,
  RequestRejected,
  structureCodec,
  verifyCertificate,
} from '@quorate/tss-core';
import { encodeCbor } from '@quorate/tss-core/wire';
import { attestorsOf } from '../attestation/attestors.ts';
import type { ClusterFile } from '../cluster/clusterFile.ts';
import { clusterId, identitiesOf } from '../cluster/members.ts';
import type { SignedOrder } from '../order/createKeyOrder.ts';
import { decodeSignedOrder, keyIdOf, orderHash } from '../order/signedOrder.ts';
import { verifyOrderSignatures } from '../order/verifyOrder.ts';
import { decodeOrReject } from '../schema/decodeOrReject.ts';
import { toHex } from '../schema/encoding.ts';
import type { CertifiedKey } from './certifiedKey.ts';
import { keyContextAt } from './keyContextAt.ts';

const BAD_CERTIFICATE = 'bad-certificate';

/**
 * Checks a key against a cluster file alone: k of m admins ordered it, and every party certified exactly what was
 * ordered, under the identity the file gives it. Whether every party stores its share is shown by `verifyStored`.
 * @param encoded SignedOrder and KeyCertificate, from anywhere
 * @throws RequestRejected `bad-order`, `bad-certificate`, `invalid-certificate`, and see `verifyOrderSignatures`
 */
export function verifyCertifiedKey(
  encoded: { readonly order: Uint8Array; readonly certificate: Uint8Array },
  cluster: ClusterFile,
): CertifiedKey {
  const order = decodeSignedOrder(encoded.order);
  verifyOrderSignatures(order, cluster);
  const { certificate: bytes } = encoded;
  const certificate = decodeOrReject(certificateCodec, bytes, MAX_CERTIFICATE_BYTES, 'certificate', BAD_CERTIFICATE);
  checkAnswers(certificate, order, cluster);
  const { structure } = certificate.statement;
  const identities = identitiesOf(cluster, structure);
  verifyCertificate(certificate, identities);
  const context = keyContextAt(certificate.statement, []);
  const id = toHex(certificate.statement.key);
  const attestors = attestorsOf(cluster, structure);
  return { id, name: order.order.name, order, certificate, structure, context, identities, attestors };
}

function checkAnswers({ statement }: KeyCertificate, { order }: SignedOrder, cluster: ClusterFile): void {
  if (!equalBytes(statement.cluster, clusterId(cluster))) refuse('the certificate is of another cluster');
  if (!equalBytes(statement.key, keyIdOf(order))) refuse('the certificate is of another key');
  if (!equalBytes(statement.orderHash, orderHash(order))) refuse('the certificate answers another order');
  const encode = (structure: typeof order.structure) => encodeCbor(structureCodec, structure);
  if (equalBytes(encode(statement.structure), encode(order.structure))) return;
  refuse('the certificate has other parties or quorums than its admins ordered');
}

function refuse(sentence: string): never {
  throw new RequestRejected(BAD_CERTIFICATE, sentence);
}
