import { p256 } from '@noble/curves/nist.js';
import {
  type Attestation,
  type AttestationStatement,
  attestedBytes,
  NO_ATTESTATION,
  type SignedAttestation,
} from '@quorate/tss-core';
import { attestorOf } from '../attestation/attestors.ts';
import { attestationSecretOf, type SampleCluster } from './sampleCluster.ts';
import { SAMPLE_TIME } from './samples.ts';

type Facts = Omit<AttestationStatement, 'sequence' | 'previous' | 'expiresAt'> & Partial<AttestationStatement>;

/** As the module of a sample node signs it; the first in its chain unless the facts say otherwise. */
export function sampleAttestation(facts: Facts): SignedAttestation {
  const statement = { sequence: 1, previous: NO_ATTESTATION, expiresAt: SAMPLE_TIME + 3600, ...facts };
  const secret = attestationSecretOf(facts.node);
  return { statement, signature: p256.sign(attestedBytes(statement), secret, { prehash: true, lowS: true }) };
}

/** Its place in a ready or an acknowledgement; null for nodes without a module. */
export function sampleAttestationOf({ cluster }: SampleCluster, facts: Facts): Attestation | null {
  if (!attestorOf(cluster, facts.node)) return null;
  const { statement, signature } = sampleAttestation(facts);
  const { sequence, previous, expiresAt } = statement;
  return { sequence, previous, expiresAt, signature };
}
