import type { ClusterFile } from '@quorate/requests';
import {
  checkStructure,
  type KeyStructure,
  type Party,
  partyIndex,
  type Quorum,
  type SchemeId,
} from '@quorate/tss-core';
import type { QuorumOption } from '../input/quorumOption.ts';
import { usage } from '../output/failure.ts';

export interface StructureOptions {
  readonly scheme: SchemeId;
  readonly threshold?: number;
  readonly quorum?: readonly QuorumOption[];
  /** Quorums of their own besides: nothing is signed without them. */
  readonly require?: readonly QuorumOption[];
  readonly acceptLoss?: boolean;
}

/**
 * Who may sign with the new key. Without `--quorum` it is one quorum of all nodes that are not required for themselves, of
 * which a majority must sign. Throws a usage Failure that says what to write instead.
 */
export function keyStructure(cluster: ClusterFile, options: StructureOptions): KeyStructure {
  const required = options.require ?? [];
  const quorums = [...(options.quorum ?? [allOthers(cluster, required, options.threshold)]), ...required];
  for (const quorum of quorums) checkMembers(cluster, quorum);
  const parties = partiesOf(cluster, quorums);
  const structure: KeyStructure = {
    scheme: options.scheme,
    parties,
    quorums: quorums.map((quorum) => quorumOf(quorum, parties)),
    lossAccepted: options.acceptLoss === true,
  };
  refuseSilentLoss(quorums, structure);
  return checked(structure);
}

function allOthers(cluster: ClusterFile, required: readonly QuorumOption[], threshold?: number): QuorumOption {
  const apart = new Set(required.flatMap(({ nodes }) => nodes));
  const nodes = cluster.nodes.map(({ id }) => id).filter((id) => !apart.has(id));
  if (nodes.length === 0)
    throw usage('every node of the cluster is required for itself', 'Write out who may sign: --quorum');
  const wanted = threshold ?? Math.floor(nodes.length / 2) + 1;
  if (wanted <= nodes.length) return { threshold: wanted, nodes };
  const others = apart.size > 0 ? 'other nodes' : 'nodes';
  throw usage(`--threshold ${wanted} is more than the ${nodes.length} ${others} of the cluster`);
}

function checkMembers(cluster: ClusterFile, quorum: QuorumOption): void {
  const written = `the quorum ${quorum.threshold}:${quorum.nodes.join(',')}`;
  const known = cluster.nodes.map(({ id }) => id);
  const stranger = quorum.nodes.find((node) => !known.includes(node));
  if (stranger !== undefined) {
    throw usage(`${written}: the cluster has no node ${stranger}`, `Its nodes are ${known.join(', ')}.`);
  }
  if (new Set(quorum.nodes).size < quorum.nodes.length) throw usage(`${written}: a node is named twice`);
  if (quorum.threshold > quorum.nodes.length) {
    throw usage(`${written}: ${quorum.threshold} of ${quorum.nodes.length} nodes cannot be met`);
  }
}

/** Indices from 1 on, in the order of the cluster file. */
function partiesOf({ nodes }: ClusterFile, quorums: readonly QuorumOption[]): readonly Party[] {
  const named = new Set(quorums.flatMap((quorum) => quorum.nodes));
  return nodes.filter(({ id }) => named.has(id)).map(({ id }, i) => ({ index: partyIndex(i + 1), node: id }));
}

function quorumOf({ threshold, nodes }: QuorumOption, parties: readonly Party[]): Quorum {
  return { threshold, members: parties.filter(({ node }) => nodes.includes(node)).map(({ index }) => index) };
}

function refuseSilentLoss(quorums: readonly QuorumOption[], { lossAccepted }: KeyStructure): void {
  const brittle = quorums.find(({ threshold, nodes }) => threshold === nodes.length);
  if (lossAccepted || !brittle) return;
  const who =
    brittle.nodes.length === 1 ? `${brittle.nodes[0]} must sign` : `all of ${brittle.nodes.join(', ')} must sign`;
  throw usage(
    `${who}, so the loss of one node would lose the key`,
    'Add a node to that quorum or lower its threshold; or accept it with --accept-loss, which the certificate records.',
  );
}

function checked(structure: KeyStructure): KeyStructure {
  try {
    return checkStructure(structure);
  } catch (error) {
    throw usage(`this key cannot be made: ${error instanceof Error ? error.message : 'its structure is not sound'}`);
  }
}
