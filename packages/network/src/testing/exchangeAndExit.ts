import { echoLimits } from './echo.ts';
import { startLinked, testCluster } from './testCluster.ts';

/** Starts two nodes over TCP, has one frame sent, stops them, and leaves it to the process to end. */
const cluster = await testCluster('tcp', 2);
const one = await cluster.host('node-1');
const two = await cluster.host('node-2');
const sender = one.registerStream({ ...echoLimits, onFrame() {} });
const arrived = new Promise<void>((resolve) => {
  two.registerStream({ ...echoLimits, onFrame: () => resolve() });
});
await startLinked(
  new Map([
    ['node-1', one],
    ['node-2', two],
  ]),
);
await sender.send('node-2', Uint8Array.of(1));
await arrived;
process.stdout.write('exchanged\n');
await cluster.stop();
process.stdout.write('stopped\n');
