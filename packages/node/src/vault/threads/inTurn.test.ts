import { expect, test } from 'vitest';
import { inTurn } from './inTurn.ts';

interface Ops {
  readonly sign: never;
  readonly count: never;
}

/** What happens, in order. Calls of `sign` end when they are told to. */
function scene() {
  const seen: string[] = [];
  const ends: (() => void)[] = [];
  const idle = { begin: () => void seen.push('begin'), end: () => void seen.push('end') };
  const schedule = inTurn<Ops>(new Set(['count']), idle);
  const sign = (name: string) =>
    schedule('sign', () => {
      seen.push(name);
      return new Promise((resolve) => ends.push(resolve));
    });
  const count = () => schedule('count', async () => void seen.push('count'));
  const finish = async () => {
    ends.shift()?.();
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { seen, sign, count, finish };
}

test('one call runs after the other, and each is noted from when it comes until it has run', async () => {
  const { seen, sign, finish } = scene();
  sign('first');
  sign('second');
  await finish();
  expect(seen).toEqual(['begin', 'begin', 'first']);
  await finish();
  expect(seen).toEqual(['begin', 'begin', 'first', 'end', 'second']);
  await finish();
  expect(seen.slice(5)).toEqual(['end']);
});

test('some wait for no other, and are not noted', async () => {
  const { seen, sign, count, finish } = scene();
  sign('first');
  await finish();
  count();
  expect(seen).toEqual(['begin', 'first', 'count']);
});
