export * from './createKeyOrder.ts';
