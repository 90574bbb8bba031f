import { Worker, type WorkerOptions } from 'node:worker_threads';
import { Bug } from '@quorate/tss-core';
import { programOptions } from '../../programs.ts';
import { Caller } from './caller.ts';
import type { Contract, Schemas } from './contract.ts';

/** What every thread can be asked: to wipe what it has, before it is ended. */
type Closing<C> = Contract<C> & { readonly close: { readonly params: Empty; readonly result: Empty } };
type Empty = Record<string, never>;

/** A thread of this node that serves a contract. */
export interface Thread<C extends Contract<C>> {
  readonly call: Caller<C>['call'];
  /** Resolves when the thread has ended, with the problem if nobody asked it to. */
  readonly ended: Promise<Error | undefined>;
  close(): Promise<void>;
}

export interface ThreadOptions<C extends Contract<C>> {
  readonly name: string;
  /** Its program. */
  readonly file: URL;
  readonly schemas: Schemas<C>;
  /** What it is given at its start, and what of that moves there. */
  readonly data: unknown;
  readonly transfer: NonNullable<WorkerOptions['transferList']>;
}

/** It is never restarted: its secrets are gone with it. */
export function startThread<C extends Closing<C>>({
  name,
  file,
  schemas,
  data,
  transfer,
}: ThreadOptions<C>): Thread<C> {
  const worker = new Worker(file, { ...programOptions(), name, workerData: data, transferList: transfer });
  const caller = new Caller<C>(worker, schemas);
  const ended = Promise.withResolvers<Error | undefined>();
  let problem: Error | undefined;
  let closing = false;

  worker.on('error', (error) => {
    problem = error instanceof Error ? error : new Error(String(error));
  });
  worker.on('exit', () => {
    caller.end(new Bug(`the ${name} thread has ended`));
    ended.resolve(closing ? undefined : (problem ?? new Error(`the ${name} thread ended by itself`)));
  });

  return {
    async call(op, params, passed) {
      if (closing) throw new Bug(`the ${name} is closed and takes no ${String(op)}`);
      return caller.call(op, params, passed);
    },
    ended: ended.promise,
    async close() {
      closing = true;
      const closed = caller.call('close', {}).catch(() => undefined);
      await Promise.race([closed, ended.promise]);
      await worker.terminate();
    },
  };
}
