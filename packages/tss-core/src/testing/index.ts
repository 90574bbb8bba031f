export * from './adversaries.ts';
export * from './fixtures.ts';
export * from './seededRandom.ts';
export * from './simulate.ts';
