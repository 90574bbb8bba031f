import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { CryptokiFunction, NativeModule } from './nativeModule.ts';
import { watched } from './watched.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A module whose calls come back after so many milliseconds. */
function slow(milliseconds: number): NativeModule {
  const wait = () => new Promise<void>((resolve) => setTimeout(resolve, milliseconds));
  return { call: wait, restart: wait, address: () => 0n };
}

async function timesStuck(milliseconds: number, run: (module: NativeModule) => Promise<void>): Promise<number> {
  let times = 0;
  const done = run(watched(slow(milliseconds), 1000, () => times++));
  await vi.runAllTimersAsync();
  await done;
  return times;
}

const calling = (name: CryptokiFunction) => (module: NativeModule) => module.call(name, 1);

test('a call, or a new start, that takes too long is told', async () => {
  expect(await timesStuck(1001, calling('C_Decrypt'))).toBe(1);
  expect(await timesStuck(1001, (module) => module.restart())).toBe(1);
});

test('many in time, one after the other, are not', async () => {
  const three = async (module: NativeModule) => {
    for (let i = 0; i < 3; i++) await module.call('C_Decrypt', 1);
  };
  expect(await timesStuck(900, three)).toBe(0);
});

test('a login may wait for a person', async () => {
  expect(await timesStuck(60_000, calling('C_Login'))).toBe(0);
});
