import type { NodeConfig } from './nodeConfig.ts';

/** RequestRejected `bad-config` with one sentence for the first mistake found. */
export declare function loadNodeConfig(path: string): NodeConfig;
