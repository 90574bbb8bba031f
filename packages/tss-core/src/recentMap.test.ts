import { expect, test } from 'vitest';
import { RecentMap } from './recentMap.ts';

const held = (map: RecentMap<string, number>) => ['a', 'b', 'c', 'd'].map((key) => map.get(key));

test('what was put longest ago is forgotten first, and reading makes nothing newer', () => {
  const map = new RecentMap<string, number>(2);
  map.put('a', 1);
  map.put('b', 2);
  expect(map.get('a')).toBe(1);
  map.put('c', 3);
  expect(held(map)).toEqual([undefined, 2, 3, undefined]);
});

test('what is put again is the newest, with its new value, and takes no room', () => {
  const map = new RecentMap<string, number>(2);
  map.put('a', 1);
  map.put('b', 2);
  map.put('a', 3);
  expect(held(map)).toEqual([3, 2, undefined, undefined]);
  map.put('c', 4);
  expect(held(map)).toEqual([3, undefined, 4, undefined]);
});

test('what is deleted makes room', () => {
  const map = new RecentMap<string, number>(2);
  map.put('a', 1);
  map.put('b', 2);
  map.delete('b');
  map.put('c', 3);
  expect(held(map)).toEqual([1, undefined, 3, undefined]);
});
