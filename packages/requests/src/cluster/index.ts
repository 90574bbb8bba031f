export * from './checkMembers.ts';
export * from './checkSuccessor.ts';
export * from './clusterFile.ts';
export * from './clusterStatement.ts';
export * from './members.ts';
export * from './parseClusterFile.ts';
export * from './peerIdOf.ts';
export * from './signClusterFile.ts';
