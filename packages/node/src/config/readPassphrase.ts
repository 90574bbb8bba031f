import type { SecretSource } from './nodeConfig.ts';

/** @returns secret bytes, without a trailing line break; the caller wipes them */
export declare function readPassphrase(source: SecretSource): Promise<Uint8Array>;
