import { RequestRejected } from '@quorate/tss-core';
import { verifyStatement } from '@quorate/tss-core/wire';
import { fromHex } from '../schema/encoding.ts';
import { parseJsonWith } from '../schema/parseWith.ts';
import { BAD_CLUSTER_FILE, checkMembers } from './checkMembers.ts';
import { type ClusterFile, clusterFileSchema, MAX_CLUSTER_FILE_CHARACTERS, type NodeSignature } from './clusterFile.ts';
import { clusterStatement } from './clusterStatement.ts';

/**
 * Parses a cluster file and checks everything in it: form, distinct members, and that every node signed this revision.
 * Throws RequestRejected `bad-cluster-file`.
 * @param name what to call the file in the error
 */
export function parseClusterFile(json: string, name = 'cluster.json'): ClusterFile {
  const cluster = parseClusterDraft(json, name);
  for (const node of cluster.nodes) {
    if (!cluster.signatures.some((signature) => signature.node === node.id)) {
      refuse(`${name}: signatures: ${node.id} has not signed revision ${cluster.revision}`);
    }
  }
  return cluster;
}

/** As `parseClusterFile`, for a file that is still being signed: the signatures it has must be good, some may miss. */
export function parseClusterDraft(json: string, name = 'cluster.json'): ClusterFile {
  const cluster = parseJsonWith(clusterFileSchema, json, name, BAD_CLUSTER_FILE, MAX_CLUSTER_FILE_CHARACTERS);
  checkMembers(cluster, name);
  checkSignatures(cluster, name);
  return cluster;
}

function checkSignatures(cluster: ClusterFile, name: string): void {
  const seen = new Set<string>();
  for (const [i, signature] of cluster.signatures.entries()) {
    if (seen.has(signature.node)) refuse(`${name}: signatures[${i}].node: ${signature.node} signed twice`);
    seen.add(signature.node);
    checkSignature(cluster, signature, `${name}: signatures[${i}]`);
  }
}

function checkSignature(cluster: ClusterFile, { node, signature }: NodeSignature, at: string): void {
  const signer = cluster.nodes.find(({ id }) => id === node);
  if (!signer) throw new RequestRejected(BAD_CLUSTER_FILE, `${at}.node: ${node} is not a node of this cluster`);
  if (verifyStatement(clusterStatement, cluster, fromHex(signature), fromHex(signer.identity))) return;
  throw new RequestRejected(
    BAD_CLUSTER_FILE,
    `${at}.signature: not ${node}'s signature over this file; it was changed after signing, or signed otherwise`,
    'a changed file is signed anew by every node: empty its signatures, and raise its revision if the old one was in use',
  );
}

function refuse(sentence: string): never {
  throw new RequestRejected(BAD_CLUSTER_FILE, sentence);
}
