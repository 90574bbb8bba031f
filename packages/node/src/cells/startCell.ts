import { fork } from 'node:child_process';
import { RequestRejected } from '@quorate/tss-core';
import { programFile, programOptions } from '../programs.ts';
import { Caller } from '../vault/threads/caller.ts';
import { type CellContract, cellOps } from './cellContract.ts';

/** A process that may open one share. */
export interface Cell {
  /** RequestRejected `cell-ended` once it has ended. */
  readonly call: Caller<CellContract>['call'];
  readonly ended: Promise<void>;
  /** Takes the process away at once, and its memory with it. */
  end(): void;
}

/** @param codeCache a directory of the node's own, where compiled code is kept: cells start in half the time */
export function startCell(codeCache: string): Cell {
  const child = fork(programFile('cellProcess'), {
    ...programOptions(),
    env: { NODE_COMPILE_CACHE: codeCache },
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const port = {
    postMessage(message: object) {
      // What cannot be sent to a process that has ended is told by its end.
      if (child.connected) child.send(message, () => undefined);
    },
    on: (event: 'message', listener: (message: unknown) => void) => child.on(event, listener),
  };
  const caller = new Caller<CellContract>(port, cellOps);
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  let isOver = false;
  void ended.then(() => {
    isOver = true;
    caller.end(cellEnded());
  });
  return {
    async call(op, params) {
      if (isOver) throw cellEnded();
      return caller.call(op, params);
    },
    ended,
    end: () => void child.kill('SIGKILL'),
  };
}

function cellEnded(): RequestRejected {
  return new RequestRejected('cell-ended', 'the process of the session has ended', 'offer a new session');
}
