// The foundations of threshold ECDSA (CGGMP24). Every proof has the same face:
//   prove<Name>(setting, context, statement, secret, random): <Name>Proof
//   verify<Name>(setting, context, statement, proof): boolean      (never throws, whatever a peer sends)
//   <name>ProofCodec(setting): Codec<<Name>Proof>                  (for the bodies of messages)
// A statement takes public keys and parameters; who owns one gives its secret subclass, which only computes faster.
export * from './arithmetic/modExp.ts';
export * from './paillier/paillierPublicKey.ts';
export * from './parameters.ts';
export * from './pedersen/ringPedersen.ts';
export * from './proofs/affG/affG.ts';
export * from './proofs/affGStar/affGStar.ts';
export * from './proofs/context.ts';
export * from './proofs/dec/dec.ts';
export * from './proofs/elog/elog.ts';
export * from './proofs/encElg/encElg.ts';
export * from './proofs/fac/fac.ts';
export * from './proofs/mod/mod.ts';
export * from './proofs/prm/prm.ts';
export * from './proofs/sch/sch.ts';
export * from './setting.ts';
