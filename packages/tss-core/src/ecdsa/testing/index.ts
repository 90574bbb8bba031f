// The challenges of proofs that others make.

export type { Factor } from '../presign/messages.ts';
export { affGChallenge } from '../proofs/affG/affG.ts';
export { elogChallenge } from '../proofs/elog/elog.ts';
export { encElgChallenge } from '../proofs/encElg/encElg.ts';
export { facChallenge } from '../proofs/fac/fac.ts';
export { modChallenge } from '../proofs/mod/mod.ts';
export { schChallenge } from '../proofs/sch/sch.ts';
export type { Crook } from './crookedPresign.ts';
export * from './matrix/index.ts';
export * from './mutations.ts';
export * from './parties.ts';
export * from './primes.ts';
export * from './rememberingModExp.ts';
export * from './settings.ts';
export * from './simulateEcdsa.ts';
export * from './statements.ts';
export { type Json, toJson } from './vectors/format.ts';
export * from './vectors/proofVectors.ts';
