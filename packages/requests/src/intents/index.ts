export * from './intent.ts';
export * from './prepared.ts';
