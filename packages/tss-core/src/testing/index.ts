export * from './adversaries.ts';
export * from './cheating.ts';
export * from './dealKey.ts';
export * from './fixtures.ts';
export * from './prepared.ts';
export * from './seededRandom.ts';
export * from './simulate.ts';
export * from './torsion.ts';
