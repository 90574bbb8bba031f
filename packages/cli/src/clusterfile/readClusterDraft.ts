import { type ClusterFile, MAX_CLUSTER_FILE_CHARACTERS, parseClusterDraft } from '@quorate/requests';
import { readInput } from '../input/readInput.ts';
import { checkAddresses } from './checkAddresses.ts';

/** A cluster file that may still lack signatures; those it has are good. Throws Failure or RequestRejected. */
export async function readClusterDraft(path: string): Promise<ClusterFile> {
  const content = await readInput(path, MAX_CLUSTER_FILE_CHARACTERS);
  const draft = parseClusterDraft(Buffer.from(content).toString('utf8'), path);
  checkAddresses(draft, path);
  return draft;
}

/** Nodes that have not signed this revision. */
export function unsignedNodes({ nodes, signatures }: ClusterFile): readonly string[] {
  return nodes.map(({ id }) => id).filter((id) => !signatures.some(({ node }) => node === id));
}
