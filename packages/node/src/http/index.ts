export * from './health.ts';
export * from './startHttp.ts';
