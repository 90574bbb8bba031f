export * from './personStatement.ts';
export * from './strictEd25519.ts';
