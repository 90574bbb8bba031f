export * from './deriveKek.ts';
export * from './keystore.ts';
export * from './passphraseKeystore.ts';
export * from './sealBlob.ts';
export * from './sealContext.ts';
export * from './unlockKek.ts';
