export * from './parties.ts';
export * from './primes.ts';
export * from './settings.ts';
