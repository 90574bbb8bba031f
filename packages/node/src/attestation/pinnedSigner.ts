import { attestorOf, type ClusterFile } from '@quorate/requests';
import { equalBytes, RequestRejected } from '@quorate/tss-core';
import type { Logger } from '../telemetry/index.ts';
import type { AttestationSigner } from './attester.ts';

/**
 * The module's key, if the cluster file pins it for this node. Throws RequestRejected where the file pins another: nobody
 * would take part in a session with this node.
 */
export function pinnedSigner(
  node: string,
  cluster: ClusterFile,
  signer: AttestationSigner | undefined,
  log: Logger,
): AttestationSigner | undefined {
  const pinned = attestorOf(cluster, node);
  if (!pinned) {
    if (signer) log.warn({}, 'the cluster file pins no attestation key for this node: its module attests nothing');
    return undefined;
  }
  if (!signer) {
    throw new RequestRejected(
      'no-attestation-key',
      `the cluster file pins an attestation key for ${node}, whose keystore has none`,
      'attestation keys are made by quorate hsm init; a new revision of the cluster file may leave this one out',
    );
  }
  if (equalBytes(pinned.publicKey, signer.publicKey)) return signer;
  throw new RequestRejected(
    'other-attestation-key',
    `the cluster file pins another attestation key for ${node} than its module has`,
    'quorate hsm status shows that of the module; a new revision of the cluster file may pin it',
  );
}
