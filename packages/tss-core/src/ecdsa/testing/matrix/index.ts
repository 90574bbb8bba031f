export * from './auxScenario.ts';
export * from './presignScenario.ts';
export * from './signScenario.ts';
