import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

export const ONE_THREAD = 'one thread';
export const TWO_THREADS = 'two threads';

const WORKER = new URL('./presignWorker.ts', import.meta.url);

/** Presignings per second of all these threads together, each of which makes `times`. */
export async function presigningsPerSecond(threads: number, times: number): Promise<number> {
  const workers = Array.from({ length: threads }, () => new Worker(WORKER, { workerData: { times } }));
  try {
    await Promise.all(workers.map((worker) => once(worker, 'message')));
    const start = performance.now();
    for (const worker of workers) worker.postMessage('go');
    await Promise.all(workers.map((worker) => once(worker, 'message')));
    return (1000 * threads * times) / (performance.now() - start);
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
}
