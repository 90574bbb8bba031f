import { expect, test } from 'vitest';
import { FairQueue } from './fairQueue.ts';

const never = new AbortController().signal;

function gate(): { opened: Promise<void>; open: () => void } {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { opened: promise, open: resolve };
}

test('no more tasks run than the limit allows', async () => {
  const queue = new FairQueue(2);
  const { opened, open } = gate();
  let most = 0;
  const tasks = Array.from({ length: 10 }, () =>
    queue.run('desk-1', never, async () => {
      most = Math.max(most, queue.running);
      await opened;
    }),
  );
  open();
  await Promise.all(tasks);
  expect(most).toBe(2);
  expect(queue.running).toBe(0);
});

test('one request of another desk waits for one turn, not for the whole queue', async () => {
  const queue = new FairQueue(1);
  const order: string[] = [];
  const { opened, open } = gate();
  const first = queue.run('busy', never, () => opened);
  const many = Array.from({ length: 5 }, (_, i) => queue.run('busy', never, async () => void order.push(`busy ${i}`)));
  const other = queue.run('quiet', never, async () => void order.push('quiet'));
  open();
  await Promise.all([first, ...many, other]);
  expect(order.indexOf('quiet')).toBe(1);
});

test('a desk is served in the order of its requests', async () => {
  const queue = new FairQueue(1);
  const order: number[] = [];
  await Promise.all(Array.from({ length: 5 }, (_, i) => queue.run('desk-1', never, async () => void order.push(i))));
  expect(order).toEqual([0, 1, 2, 3, 4]);
});

test('a task that is aborted while it waits never starts, and gives its turn to the next', async () => {
  const queue = new FairQueue(1);
  const { opened, open } = gate();
  const first = queue.run('desk-1', never, () => opened);
  const abort = new AbortController();
  let started = false;
  const second = queue.run('desk-1', abort.signal, async () => {
    started = true;
  });
  const third = queue.run('desk-1', never, async () => 'third');
  abort.abort();
  expect(await second).toBeUndefined();
  open();
  await first;
  expect(await third).toBe('third');
  expect(started).toBe(false);
});

test('a task that fails frees its place', async () => {
  const queue = new FairQueue(1);
  const failing = queue.run('desk-1', never, async () => {
    throw new Error('on purpose');
  });
  await expect(failing).rejects.toThrow('on purpose');
  expect(await queue.run('desk-1', never, async () => 'next')).toBe('next');
});
