export * from './countRandomizers.ts';
export * from './createLogger.ts';
export * from './metrics.ts';
