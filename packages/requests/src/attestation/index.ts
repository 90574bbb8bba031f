export * from './attestors.ts';
export * from './checkAttestation.ts';
export * from './checkAttestedReadies.ts';
