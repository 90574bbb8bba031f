export * from './createKeyOrder.ts';
export * from './signedOrder.ts';
export * from './verifyOrder.ts';
