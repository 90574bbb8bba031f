export * from './api/index.ts';
export * from './cluster/index.ts';
export * from './intents/index.ts';
export * from './order/index.ts';
export * from './people/index.ts';
export * from './policy/index.ts';
export * from './request/index.ts';
export * from './schema/index.ts';
