export * from './createLogger.ts';
export * from './metrics.ts';
