import type { Nodes } from '../interfaces.ts';
import type { Metrics } from '../telemetry/metrics.ts';

/** Shows every node's link in the metrics, from `down` on. */
export function watchLinks(nodes: Nodes, ids: readonly string[], metrics: Pick<Metrics, 'nodeUp'>): void {
  for (const node of ids) metrics.nodeUp.set({ node }, 0);
  nodes.onLink((node, state) => {
    if (ids.includes(node)) metrics.nodeUp.set({ node }, state === 'up' ? 1 : 0);
  });
}
