import type { MemberId } from '@quorate/network';
import type { Nodes } from '../interfaces.ts';
import { pause } from '../time/pause.ts';
import { CeremonyFailed } from './ceremonyFailed.ts';

/** Between two looks at who is connected to whom. */
const RECHECK_MS = 200;
const STATUS_MS = 1_000;

/**
 * Waits until the parties are connected to each other as well: a node that has just restarted is found again by one
 * after the other. Throws CeremonyFailed that names two who are not, when `ms` have passed.
 */
export async function awaitMesh(
  parties: readonly MemberId[],
  nodes: Pick<Nodes, 'call'>,
  ms: number,
  signal: AbortSignal,
): Promise<void> {
  const over = AbortSignal.any([signal, AbortSignal.timeout(ms)]);
  for (;;) {
    const gaps = await Promise.all(parties.map((node) => findGap(node, parties, nodes)));
    const gap = gaps.find((found) => found !== undefined);
    if (gap === undefined || signal.aborted) return;
    if (over.aborted) throw gap;
    await pause(RECHECK_MS, over);
  }
}

async function findGap(
  node: MemberId,
  parties: readonly MemberId[],
  nodes: Pick<Nodes, 'call'>,
): Promise<CeremonyFailed | undefined> {
  try {
    const { links } = await nodes.call(node, 'status', {}, { timeoutMs: STATUS_MS });
    const other = parties.find((party) => party !== node && !links.includes(party));
    return other === undefined
      ? undefined
      : new CeremonyFailed(`${node} is not connected to ${other}`, { missing: [] });
  } catch {
    return new CeremonyFailed(`${node} did not answer`, { missing: [node] });
  }
}
