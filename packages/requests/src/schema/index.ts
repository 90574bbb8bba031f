export * from './canonicalJson.ts';
export * from './decodeOrReject.ts';
export * from './encoding.ts';
export * from './everyOr.ts';
export * from './fields.ts';
export * from './parseWith.ts';
