import type { Health } from './http/index.ts';
import type { Logger } from './telemetry/index.ts';

/** From ready to stopped: stops once, whoever asks, and by itself when what holds its secrets is gone. */
export class Lifetime {
  readonly #log: Logger;
  readonly #stopped = Promise.withResolvers<Error | undefined>();
  #parts: AsyncDisposableStack | undefined;
  #state: Health = { kind: 'unavailable', reason: 'starting' };

  constructor(log: Logger) {
    this.#log = log;
  }

  get stopped(): Promise<Error | undefined> {
    return this.#stopped.promise;
  }

  health(): Health {
    return this.#state;
  }

  begin(parts: AsyncDisposableStack, vaultEnded: Promise<Error | undefined>): void {
    this.#parts = parts;
    this.#state = { kind: 'serving' };
    void vaultEnded.then((problem) => {
      if (!problem) return;
      this.#log.fatal({ err: problem }, 'what holds the secrets of this node died: it stops');
      void this.end(problem);
    });
  }

  async end(problem?: Error): Promise<void> {
    const parts = this.#parts;
    this.#parts = undefined;
    if (!parts) {
      await this.stopped;
      return;
    }
    this.#state = { kind: 'unavailable', reason: 'stopping' };
    try {
      await parts.disposeAsync();
      this.#log.info('stopped');
      this.#stopped.resolve(problem);
    } catch (failure) {
      this.#log.error({ err: failure }, 'stopped, but not cleanly');
      this.#stopped.resolve(problem ?? new Error('the node did not stop cleanly', { cause: failure }));
    }
  }
}
