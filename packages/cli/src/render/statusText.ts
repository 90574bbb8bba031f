import type { NodeStatusView, StatusView } from '@quorate/requests';
import type { Style } from '../output/style.ts';
import { duration } from './duration.ts';
import { isoTime } from './isoTime.ts';
import { printable } from './printable.ts';
import { table } from './table.ts';

const HEAD = ['NODE', 'STATE', 'PID', 'PEER ID', 'ADDRESS', 'LINKS', 'KEYS', 'RULES'];

/**
 * The cluster at a glance: one line for the coordinator, one per node.
 * @param pinned the revision of the cluster file that the desk has
 */
export function statusText(status: StatusView, pinned: number, style: Style): string {
  const { coordinator, cluster, nodes } = status;
  const up = nodes.filter(({ state }) => state === 'up').length;
  const count = `${up} of ${nodes.length} nodes up`;
  const title = `${style.bold(cluster.name)}, revision ${cluster.revision}: ${up === nodes.length ? style.good(count) : style.warn(count)}`;
  const line = `${coordinator.id}, up for ${duration(coordinator.uptimeMs)}, version ${printable(coordinator.version)}`;
  const rows = nodes.map((node) => nodeRow(node, nodes, style));
  const more = [...searches(nodes), ...stocks(nodes), ...attestationNotes(nodes, style), ...rulesLegend(nodes, style)];
  const notes = revisionNote(cluster.revision, pinned).map((note) => style.warn(`! ${note}`));
  return [title, style.dim(line), ...notes, '', table(HEAD, rows, style), ...more].join('\n');
}

/** Members of the pinned revision were compared with its file; those of another one are what the coordinator says. */
function revisionNote(its: number, pinned: number): string[] {
  if (its === pinned) return [];
  const who = its > pinned ? 'this directory has an older one' : 'the coordinator has an older one';
  return [
    `the cluster file of this directory has revision ${pinned}, the coordinator's has ${its}: ${who}, and the nodes below are not checked`,
  ];
}

function nodeRow(node: NodeStatusView, nodes: readonly NodeStatusView[], style: Style): string[] {
  const { id, state, pid, peerId, address, links, keys, pendingKeys, rules } = node;
  const peers = nodes.filter((peer) => peer.id !== id);
  const linked = peers.filter((peer) => links.includes(peer.id)).length;
  return [
    id,
    state === 'up' ? style.good('up') : style.bad('down'),
    pid === undefined ? '-' : String(pid),
    printable(peerId),
    printable(address),
    state === 'up' ? `${linked}/${peers.length}` : '-',
    state === 'up' ? `${keys}${pendingKeys > 0 ? ` (+${pendingKeys} pending)` : ''}` : '-',
    rules?.name ?? '-',
  ];
}

/** Who looks for the primes of an aux generation, which keeps a processor busy for a while. */
function searches(nodes: readonly NodeStatusView[]): string[] {
  const searching = nodes.flatMap(({ id, primes }) =>
    primes ? [`${id} is looking for primes for ECDSA keys: ${primes.found} of ${primes.needed} found`] : [],
  );
  return searching.length > 0 ? ['', ...searching] : [];
}

/** What speaks against the records of nodes whose modules attest, or keeps them from attesting. */
function attestationNotes(nodes: readonly NodeStatusView[], style: Style): string[] {
  const waiting = nodes.flatMap(({ id, attestation }) =>
    attestation && attestation.heard < attestation.needed
      ? [
          `${id} attests nothing yet: ${attestation.heard} of ${attestation.needed} other nodes have told it what they witnessed of its module`,
        ]
      : [],
  );
  const setBack = nodes.flatMap(({ id, attestation: { setback } = {} }) =>
    setback
      ? [
          `${id} had records up to attestation ${setback.from} at ${isoTime(setback.at / 1000)}, and others had witnessed ${setback.to}: its data directory was restored from a backup, or copied`,
        ]
      : [],
  );
  const forked = nodes.flatMap(({ id, forks = [] }) =>
    forks.map(
      ({ node, sequence, seenAt }) =>
        `${id} has witnessed two attestations ${sequence} of ${node} that contradict each other, the second at ${isoTime(seenAt / 1000)}: the data directory of ${node} was restored from a backup, or copied`,
    ),
  );
  const notes = [...waiting, ...setBack, ...forked].map((note) => style.warn(`! ${note}`));
  return notes.length > 0 ? ['', ...notes] : [];
}

/** For how many signatures each set of signers has presignatures: as many as each of them has. */
function stocks(nodes: readonly NodeStatusView[]): string[] {
  const all = nodes.flatMap(({ presignatures = [] }) => presignatures);
  const sets = new Map(all.map(({ key, signers }) => [`${key} with ${signers.join(', ')}`, signers]));
  const lines = [...sets].map(([name, signers]) => {
    const sizes = signers.map((signer) => {
      const { presignatures = [] } = nodes.find(({ id }) => id === signer) ?? {};
      return presignatures.find((one) => `${one.key} with ${one.signers.join(', ')}` === name)?.size ?? 0;
    });
    return `presignatures of ${name}: ${Math.min(...sizes)}`;
  });
  return lines.length > 0 ? ['', ...lines.sort()] : [];
}

/** What the rule sets mean: an operator should see at once that a demo protects nothing. */
function rulesLegend(nodes: readonly NodeStatusView[], style: Style): string[] {
  const rules = new Map(nodes.flatMap((node) => (node.rules ? [[node.rules.name, node.rules.description]] : [])));
  if (rules.size === 0) return [];
  return ['', ...[...rules].map(([name, description]) => `${style.warn(`rules ${name}`)}: ${printable(description)}`)];
}
