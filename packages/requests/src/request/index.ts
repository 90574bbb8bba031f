export * from './cancelOrder.ts';
export * from './signRequest.ts';
