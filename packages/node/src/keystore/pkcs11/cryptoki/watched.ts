import type { NativeModule } from './nativeModule.ts';

/**
 * The module, with an eye on how long it takes: whoever waits for its turn is not meant, and no login, for which a person
 * may have to go to the device.
 * @param onStuck called when a call has not come back in that time
 */
export function watched(module: NativeModule, patienceMs: number, onStuck: () => void): NativeModule {
  async function patiently(run: () => Promise<void>): Promise<void> {
    const stuck = setTimeout(onStuck, patienceMs);
    try {
      await run();
    } finally {
      clearTimeout(stuck);
    }
  }
  return {
    ...module,
    call: (name, ...args) =>
      name === 'C_Login' ? module.call(name, ...args) : patiently(() => module.call(name, ...args)),
    restart: () => patiently(() => module.restart()),
  };
}
