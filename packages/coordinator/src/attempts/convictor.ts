import { Worker } from 'node:worker_threads';
import { type ClusterFile, clusterId, fromHex } from '@quorate/requests';
import { type Conviction, decodeEvidence, RequestRejected, verifyEvidence } from '@quorate/tss-core';
import { type EcdsaProfile, PROFILE_3072 } from '@quorate/tss-core/ecdsa';
import { DecodeError } from '@quorate/tss-core/wire';
import { type ConvictionCase, convictionAnswer } from './convictionCase.ts';

/**
 * Judges evidence: undefined when it proves nothing about this session. What a node did in another one, perhaps long ago,
 * must not keep it out of the next for as long as somebody repeats it.
 */
export type Convict = (evidence: Uint8Array, session: Uint8Array) => Promise<Conviction | undefined>;

/** Judges evidence by the cluster file; that of threshold ECDSA in a thread of its own, since its proofs take seconds. */
export function convictor(cluster: ClusterFile, profile: EcdsaProfile = PROFILE_3072): Convict {
  const identities = new Map(cluster.nodes.map(({ id, identity }) => [id, fromHex(identity)]));
  const trusted = { cluster: clusterId(cluster), identityOf: (node: string) => identities.get(node) };
  return async (evidence, session) => {
    if (isHeavy(evidence)) return judgeApart({ evidence, session, cluster: trusted.cluster, identities, profile });
    try {
      return verifyEvidence(evidence, { ...trusted, session });
    } catch (problem) {
      if (problem instanceof RequestRejected) return undefined;
      throw problem;
    }
  };
}

function isHeavy(evidence: Uint8Array): boolean {
  try {
    const { kind } = decodeEvidence(evidence).subject;
    return kind !== 'keygen' && kind !== 'signing';
  } catch (problem) {
    if (problem instanceof DecodeError) return false;
    throw problem;
  }
}

function judgeApart(workerData: ConvictionCase): Promise<Conviction | undefined> {
  const { promise, resolve, reject } = Promise.withResolvers<Conviction | undefined>();
  const fromSource = import.meta.url.endsWith('.ts');
  const file = new URL(import.meta.resolve('#convictionThread'));
  const execArgv = ['--conditions=quorate-src', '--disable-warning=ExperimentalWarning'];
  const worker = new Worker(file, { env: {}, name: 'conviction', workerData, ...(fromSource ? { execArgv } : {}) });
  worker.on('message', (answer: unknown) => resolve(convictionAnswer.parse(answer)));
  worker.on('error', reject);
  worker.on('exit', () => reject(new Error('the thread that judges evidence ended without an answer')));
  return promise;
}
