import { equalBytes, RequestRejected } from '@quorate/tss-core';
import {
  type AuxCertificate,
  auxCertificateCodec,
  MAX_AUX_CERTIFICATE_BYTES,
  verifyAuxCertificate,
} from '@quorate/tss-core/ecdsa';
import type { ClusterFile } from '../cluster/clusterFile.ts';
import { clusterId, identitiesOf } from '../cluster/members.ts';
import { decodeOrReject } from '../schema/decodeOrReject.ts';

const BAD_CERTIFICATE = 'bad-aux-certificate';

/**
 * Checks an aux generation against a cluster file alone: every party of it certified it, under the identity the file
 * gives it.
 * @param encoded AuxCertificate, from anywhere
 * @throws RequestRejected `bad-aux-certificate`, `invalid-aux-certificate`, `unknown-node`
 */
export function verifyAux(encoded: Uint8Array, cluster: ClusterFile): AuxCertificate {
  const what = 'aux certificate';
  const certificate = decodeOrReject(auxCertificateCodec, encoded, MAX_AUX_CERTIFICATE_BYTES, what, BAD_CERTIFICATE);
  const { statement } = certificate;
  if (!equalBytes(statement.cluster, clusterId(cluster))) {
    throw new RequestRejected(BAD_CERTIFICATE, 'the aux certificate is of another cluster');
  }
  verifyAuxCertificate(certificate, identitiesOf(cluster, statement));
  return certificate;
}
