export type { Crook } from './crookedPresign.ts';
export * from './mutations.ts';
export * from './parties.ts';
export * from './primes.ts';
export * from './rememberingModExp.ts';
export * from './settings.ts';
export * from './simulateEcdsa.ts';
export * from './statements.ts';
export * from './vectors/proofVectors.ts';
