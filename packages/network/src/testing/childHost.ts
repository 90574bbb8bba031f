import { fromString } from 'uint8arrays/from-string';
import { createHost } from '../createHost.ts';
import type { Membership, StreamHandle } from '../host.ts';
import { echoLimits } from './echo.ts';
import { optionsFor } from './testCluster.ts';

/** A node in a process of its own that returns every frame to its sender: `node childHost.ts <id> <secret> <cluster>`. */
const [id = '', secret = '', cluster = ''] = process.argv.slice(2);
const membership: Membership = JSON.parse(cluster);
const host = await createHost(optionsFor(membership, 'tcp', id, fromString(secret, 'base16')));
const handle: StreamHandle = host.registerStream({
  ...echoLimits,
  onFrame: (from, frame) => handle.send(from, frame),
});
await host.start();
process.once('SIGTERM', () => void host.stop());
process.stdout.write('ready\n');
