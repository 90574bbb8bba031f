import type { Registry } from 'prom-client';
import type { Health } from './health.ts';

export interface HttpOptions {
  readonly host: string;
  readonly port: number;
  readonly health: () => Health;
  readonly metrics: Registry;
}

export interface RunningHttp {
  /** Without a trailing slash, e.g. `http://127.0.0.1:41101`. */
  readonly url: string;
  close(): Promise<void>;
}

/** Serves `/healthz` and `/metrics`, nothing else. */
export declare function startHttp(options: HttpOptions): Promise<RunningHttp>;
