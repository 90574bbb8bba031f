import type { IdleWork } from './idleWork.ts';
import type { Schedule } from './serveCalls.ts';

/**
 * One call at a time, since the order of a session's frames is the order in which they came. `atOnce` are calls that wait
 * for no other, and that nobody's rest is disturbed by.
 */
export function inTurn<C>(atOnce: ReadonlySet<keyof C>, idle: Pick<IdleWork, 'begin' | 'end'>): Schedule<C> {
  let last: Promise<void> = Promise.resolve();
  return (op, run) => {
    if (atOnce.has(op)) {
      void run();
      return;
    }
    idle.begin();
    last = last.then(run).finally(() => idle.end());
  };
}
