import { expect, test, vi } from 'vitest';
import { forgetOld } from './forgetOld.ts';

const log = { debug: vi.fn(), error: vi.fn() };

test('all that is old is forgotten, with a turn for others in between', async () => {
  const left = [1000, 1000, 7, 0];
  const turns: number[] = [];
  const prune = () => {
    setImmediate(() => turns.push(left.length));
    return left.shift() ?? 0;
  };
  await forgetOld({ prune }, log, 0, new AbortController().signal);
  expect(left).toEqual([]);
  expect(turns.length).toBeGreaterThanOrEqual(2);
  expect(log.debug).toHaveBeenCalledWith({ forgotten: 2007 }, expect.any(String));
});

test('a node that ends does not go on with it', async () => {
  const ending = new AbortController();
  const prune = vi.fn(() => {
    ending.abort();
    return 1000;
  });
  await forgetOld({ prune }, log, 0, ending.signal);
  expect(prune).toHaveBeenCalledTimes(1);
});

test('a store that fails is told of, and nothing more', async () => {
  const prune = () => {
    throw new Error('disk I/O error');
  };
  await forgetOld({ prune }, log, 0, new AbortController().signal);
  expect(log.error).toHaveBeenCalledOnce();
});
