export * from './cases.ts';
export * from './keygenScenario.ts';
export * from './matrixTable.ts';
export * from './preparedScenario.ts';
export * from './runMatrix.ts';
export * from './scenario.ts';
export * from './signingScenario.ts';
export { decodeTree, encodeTree } from './wireTree.ts';
