import { parentPort, workerData } from 'node:worker_threads';
import { type Conviction, RequestRejected, verifyEvidence } from '@quorate/tss-core';
import { bigintModExp } from '@quorate/tss-core/ecdsa';
import { type ConvictionCase, convictionCase } from './convictionCase.ts';

/** The entry of a thread that judges one piece of evidence, answers and ends. */

parentPort?.postMessage(judge(convictionCase.parse(workerData)));

function judge({ evidence, session, cluster, identities, profile }: ConvictionCase): Conviction | undefined {
  const trusted = { cluster, session, identityOf: (node: string) => identities.get(node) };
  try {
    return verifyEvidence(evidence, trusted, { modExp: bigintModExp, profile });
  } catch (problem) {
    if (problem instanceof RequestRejected) return undefined;
    throw problem;
  }
}
