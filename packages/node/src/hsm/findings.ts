import type { HsmCheck } from '@quorate/requests';
import { ModuleFault } from '../keystore/pkcs11/cryptoki/moduleFault.ts';

/** What was expected of a module and is not so. */
export class Unfit extends Error {}

/** Collects what was looked at. What the module cannot do is a finding, not an error. */
export class Findings {
  readonly checks: HsmCheck[] = [];

  /** @param run what it is found to be, and what later looks need of it; Unfit or ModuleFault when it is not so */
  async look<T>(
    name: string,
    run: () => Promise<{ readonly detail: string; readonly result: T }>,
    needed = true,
  ): Promise<T | undefined> {
    try {
      const { detail, result } = await run();
      this.checks.push({ name, ok: true, needed, detail });
      return result;
    } catch (problem) {
      if (!(problem instanceof ModuleFault || problem instanceof Unfit)) throw problem;
      this.checks.push({ name, ok: false, needed, detail: problem.message });
      return undefined;
    }
  }

  /** As `look`, for what nothing else builds on. */
  async see(name: string, run: () => Promise<string>, needed = true): Promise<void> {
    await this.look(name, async () => ({ detail: await run(), result: undefined }), needed);
  }
}
