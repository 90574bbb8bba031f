import { RequestRejected } from '@quorate/tss-core';
import type { ClusterFile } from './clusterFile.ts';

/** Throws RequestRejected unless `next` is a later revision of the same cluster. Both must have been parsed. */
export function checkSuccessor(previous: ClusterFile, next: ClusterFile): void {
  if (next.id !== previous.id) {
    throw new RequestRejected('foreign-cluster', `the new cluster file is of another cluster, ${next.name}`);
  }
  if (next.revision > previous.revision) return;
  throw new RequestRejected(
    'stale-cluster-file',
    `the new cluster file has revision ${next.revision}, the one in use has ${previous.revision}`,
    'a later revision has a higher number',
  );
}
