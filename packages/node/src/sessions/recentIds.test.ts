import { expect, test } from 'vitest';
import { RecentIds } from './recentIds.ts';

test('the last ids are remembered, older ones make room', () => {
  const ids = new RecentIds(2);
  ids.add('a');
  ids.add('b');
  ids.add('a');
  ids.add('c');
  expect(['a', 'b', 'c'].map((id) => ids.has(id))).toEqual([true, false, true]);
});
