import { expect, test } from 'vitest';
import { Backlog } from './backlog.ts';

test('each sender has room for some frames, which comes back as they are read', () => {
  const backlog = new Backlog<string>();
  for (let i = 0; i < 16; i++) expect(backlog.take('node-2', 10)).toBe(true);
  expect(backlog.take('node-2', 10)).toBe(false);
  expect(backlog.take('node-3', 10)).toBe(true);
  backlog.giveBack('node-2', 10);
  expect(backlog.take('node-2', 10)).toBe(true);
});

test('large frames use it up sooner', () => {
  const backlog = new Backlog<string>();
  expect(backlog.take('node-2', 3 << 20)).toBe(true);
  expect(backlog.take('node-2', 2 << 20)).toBe(false);
});
