export * from './sampleCluster.ts';
export * from './samples.ts';
