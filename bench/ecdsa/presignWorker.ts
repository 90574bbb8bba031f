import { parentPort, workerData } from 'node:worker_threads';
import { nativeModExp } from '@quorate/node';
import { presigning } from './ceremonies.ts';

// Presigns so often, all parties of each in this thread, and says when it begins and when it is done.
const { times }: { times: number } = workerData;
const once = presigning(nativeModExp());
once();
parentPort?.postMessage('warm');
parentPort?.once('message', () => {
  for (let i = 0; i < times; i++) once();
  parentPort?.postMessage('done');
});
