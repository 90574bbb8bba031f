export * from './keygenScenario.ts';
export * from './matrixTable.ts';
export * from './runMatrix.ts';
export * from './signingScenario.ts';
