import { usage } from '../output/failure.ts';

/** Every node is a process of about 100 MB. */
export const MAX_LOCAL_NODES = 20;

export function parseNodeCount(text: string): number {
  const count = /^[0-9]{1,3}$/.test(text) ? Number(text) : 0;
  if (count >= 2 && count <= MAX_LOCAL_NODES) return count;
  throw usage(
    `--nodes ${JSON.stringify(text)} is not a number from 2 to ${MAX_LOCAL_NODES}`,
    'A threshold key needs at least two nodes; three let one of them fail.',
  );
}

/** `--threshold 2`. How many there are to choose from is known only later. */
export function parseThreshold(text: string): number {
  const threshold = /^[0-9]{1,3}$/.test(text) ? Number(text) : 0;
  if (threshold >= 1 && threshold <= 255) return threshold;
  throw usage(`--threshold ${JSON.stringify(text)} is not a number from 1 to 255`);
}
