export * from './loadNodeConfig.ts';
export * from './nodeConfig.ts';
export * from './readKeyFile.ts';
export * from './readSecret.ts';
