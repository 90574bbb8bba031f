import { refuseForeign } from '../cluster/files.ts';
import { clusterLayout } from '../cluster/layout.ts';
import { stopAll } from '../cluster/stopAll.ts';
import { mustBeCluster } from '../config/clientConfig.ts';
import type { Context } from '../context.ts';
import type { Report } from '../output/output.ts';

const WORDS = { stopped: 'stopped', killed: 'killed: it did not stop within 10 s', 'not-running': 'was not running' };

/** `quorate cluster down` */
export async function clusterDown({ dir, output }: Context): Promise<Report> {
  const layout = clusterLayout(dir);
  await mustBeCluster(dir);
  await refuseForeign(layout.dir);
  output.progress('stopping the coordinator, then the nodes');
  const stopped = await stopAll(layout);
  const running = stopped.filter(({ result }) => result !== 'not-running');
  const lines = stopped.map(({ id, pid, result }) => `${id} (pid ${pid}) ${WORDS[result]}`);
  const again = 'Keys and configs stay on disk: `quorate cluster up` starts it again.';
  return {
    json: { dir: layout.dir, processes: stopped },
    human: running.length === 0 ? `No process of ${layout.dir} is running.` : [...lines, again].join('\n'),
  };
}
