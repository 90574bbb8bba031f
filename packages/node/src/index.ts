export { SESSION_PROTOCOL } from '@quorate/network';
export { NativeModExp, nativeModExp } from './arithmetic/nativeModExp.ts';
export type { AttestationSigner } from './attestation/index.ts';
export * from './config/index.ts';
export { type NodeDeps, type RunningNode, startNode } from './main.ts';
export { createLogger, type Logger, type LogLevel } from './telemetry/index.ts';
export { VERSION } from './version.ts';
