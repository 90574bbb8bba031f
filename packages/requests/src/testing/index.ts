export * from './bybit.ts';
export * from './permitTypes.ts';
export * from './sampleAttestation.ts';
export * from './sampleCluster.ts';
export * from './sampleKey.ts';
export * from './samples.ts';
export * from './simulatedCluster.ts';
