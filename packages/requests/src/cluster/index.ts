export * from './clusterFile.ts';
