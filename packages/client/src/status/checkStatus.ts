import { type ClusterFile, members, type StatusView } from '@quorate/requests';
import { falseAnswer, otherCluster } from '../http/failures.ts';
import type { Result } from '../outcome.ts';

/**
 * A status of the pinned cluster, whose members are those of the pinned file where it is of the same revision. What these
 * do stays the coordinator's word; so do all members of another revision, which the view names.
 */
export function checkStatus(view: StatusView, pinned: ClusterFile, url: string): Result<StatusView> {
  if (view.cluster.id !== pinned.id) return otherCluster(url, view.cluster, pinned);
  const contradiction = view.cluster.revision === pinned.revision ? contradictionOf(view, pinned) : undefined;
  return contradiction === undefined ? { kind: 'done', value: view } : falseAnswer(url, contradiction);
}

function contradictionOf({ coordinator, cluster, nodes }: StatusView, pinned: ClusterFile): string | undefined {
  const file = `revision ${pinned.revision} of the pinned cluster file`;
  if (cluster.name !== pinned.name) return `it calls the cluster ${cluster.name}, and ${file} ${pinned.name}`;
  if (!pinned.coordinators.some(({ id }) => id === coordinator.id))
    return `it calls itself ${coordinator.id}, and ${file} has no coordinator of that name`;
  const expected = members(pinned).filter(({ kind }) => kind === 'node');
  const wrong = expected.find(({ id, peerId, address }) => {
    const [shown, another] = nodes.filter((node) => node.id === id);
    return another !== undefined || shown?.peerId !== peerId || shown.address !== address;
  });
  if (wrong) return `it does not show ${wrong.id} as ${file} has it`;
  const stranger = nodes.find(({ id }) => !expected.some((node) => node.id === id));
  return stranger && `it shows ${stranger.id}, which ${file} does not have`;
}
