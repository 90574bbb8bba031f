export { SESSION_PROTOCOL } from '@quorate/network';
export * from './config/index.ts';
export { type NodeDeps, type RunningNode, startNode } from './main.ts';
export type { Logger, LogLevel } from './telemetry/index.ts';
export { VERSION } from './version.ts';
