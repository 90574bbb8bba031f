export * from './authorizer.ts';
export * from './checkAuxDescriptor.ts';
export * from './checkCeremony.ts';
export * from './checkDescriptor.ts';
export * from './checkKeygenDescriptor.ts';
export * from './createAuthorizer.ts';
