export * from './attestations.ts';
export type { AttestationSigner, Attester, AttesterStatus } from './attester.ts';
export * from './pinnedSigner.ts';
export * from './readyDrawer.ts';
export * from './readyOrDenied.ts';
export type { Witness } from './witness.ts';
