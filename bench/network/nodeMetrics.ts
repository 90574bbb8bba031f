import type { ProcessCluster } from '../../test/support/processCluster.ts';

const DELAY = 'quorate_event_loop_delay_seconds{quantile="0.99"}';

/**
 * Delay of every node's network thread since it was last asked, 99th percentile, in milliseconds: the largest of them.
 * Asking begins a new measurement.
 */
export async function worstDelay({ nodeIds, metrics }: ProcessCluster): Promise<number> {
  const delays = await Promise.all(nodeIds.map(async (node) => seconds(await metrics(node), DELAY)));
  return 1000 * Math.max(...delays);
}

function seconds(text: string, series: string): number {
  const line = text.split('\n').find((one) => one.startsWith(`${series} `));
  return Number(line?.slice(series.length) ?? Number.NaN);
}
