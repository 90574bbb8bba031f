export * from './openStore.ts';
export * from './records.ts';
export * from './store.ts';
