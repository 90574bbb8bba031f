export * from './everyOr.ts';
export * from './fields.ts';
export * from './parseWith.ts';
