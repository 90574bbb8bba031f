export * from './address.ts';
export * from './intent.ts';
export * from './networkScheme.ts';
export * from './prepared.ts';
export * from './prepareIntent.ts';
