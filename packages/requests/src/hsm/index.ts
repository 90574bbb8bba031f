export * from './hsmContract.ts';
