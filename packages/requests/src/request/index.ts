export * from './cancelOrder.ts';
export * from './checkLifetime.ts';
export * from './cosigners.ts';
export * from './signedCancel.ts';
export * from './signedRequest.ts';
export * from './signRequest.ts';
export * from './verifyRequest.ts';
