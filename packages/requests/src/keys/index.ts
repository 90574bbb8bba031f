export * from './certifiedKey.ts';
export * from './keyContextAt.ts';
export * from './verifyAux.ts';
export * from './verifyCertifiedKey.ts';
export * from './verifyStored.ts';
