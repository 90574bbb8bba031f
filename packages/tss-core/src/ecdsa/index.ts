// Threshold ECDSA (CGGMP24): auxInfo, presign, ecdsaSign and ecdsaSignInteractively, on their foundations. Proofs share one face:
//   prove<Name>(setting, context, statement, secret, random): <Name>Proof
//   verify<Name>(setting, context, statement, proof): boolean      (never throws, whatever a peer sends)
//   <name>ProofCodec(setting): Codec<<Name>Proof>                  (for the bodies of messages)
// A statement takes public keys and parameters; who owns one gives its secret subclass, which computes the same faster.
export { bigintModExp } from './arithmetic/bigintModExp.ts';
export * from './arithmetic/encoding.ts';
export { checkPow, type ModExp, type PowOptions } from './arithmetic/modExp.ts';
export { samplePlusMinus } from './arithmetic/sampling.ts';
export type { Units } from './arithmetic/units.ts';
export { type AuxParty, auxInfo } from './auxInfo/auxInfo.ts';
export * from './auxInfo/auxSecrets.ts';
export { auxSetting } from './auxInfo/auxSetting.ts';
export * from './auxInfo/descriptor.ts';
export {
  type AuxCertificate,
  type AuxParameters,
  type AuxStatement,
  auxCertificateCodec,
  auxGenerationOf,
  verifyAuxCertificate,
} from './auxInfo/statement.ts';
export { type EcdsaEngine, type EcdsaGroup, ecdsaGroup } from './ecdsaGroup.ts';
export { PaillierPublicKey } from './paillier/paillierPublicKey.ts';
export { PaillierSecretKey, paillierKeyOf } from './paillier/paillierSecretKey.ts';
export * from './parameters.ts';
export { RingPedersen } from './pedersen/ringPedersen.ts';
export { type RingPedersenOpening, RingPedersenSecret, ringPedersenOf } from './pedersen/ringPedersenSecret.ts';
export * from './presign/descriptor.ts';
export { type EcdsaParty, presign } from './presign/presign.ts';
export { Presignature } from './presign/presignature.ts';
export {
  type PresignatureCertificate,
  type PresignatureStatement,
  presignatureCertificateCodec,
  presignatureId,
} from './presign/statement.ts';
export { type AffGProof, type AffGStatement, affGProofCodec } from './proofs/affG/affG.ts';
export * from './proofs/affG/affine.ts';
export { proveAffG } from './proofs/affG/proveAffG.ts';
export { verifyAffG } from './proofs/affG/verifyAffG.ts';
export { type AffGStarProof, affGStarProofCodec } from './proofs/affGStar/affGStar.ts';
export { proveAffGStar } from './proofs/affGStar/proveAffGStar.ts';
export { verifyAffGStar } from './proofs/affGStar/verifyAffGStar.ts';
export { type ProofCodecs, proofCodecs } from './proofs/codecs.ts';
export * from './proofs/context.ts';
export { type DecProof, type DecSecret, type DecStatement, decProofCodec } from './proofs/dec/dec.ts';
export { proveDec } from './proofs/dec/proveDec.ts';
export { verifyDec } from './proofs/dec/verifyDec.ts';
export { type ElogProof, type ElogSecret, type ElogStatement, elogProofCodec } from './proofs/elog/elog.ts';
export { proveElog } from './proofs/elog/proveElog.ts';
export { verifyElog } from './proofs/elog/verifyElog.ts';
export {
  type EncElgProof,
  type EncElgSecret,
  type EncElgStatement,
  encElgProofCodec,
} from './proofs/encElg/encElg.ts';
export { proveEncElg } from './proofs/encElg/proveEncElg.ts';
export { verifyEncElg } from './proofs/encElg/verifyEncElg.ts';
export { type FacProof, type FacSecret, type FacStatement, facProofCodec } from './proofs/fac/fac.ts';
export { proveFac } from './proofs/fac/proveFac.ts';
export { verifyFac } from './proofs/fac/verifyFac.ts';
export { type ModProof, type ModSecret, type ModStatement, modProofCodec } from './proofs/mod/mod.ts';
export { proveMod } from './proofs/mod/proveMod.ts';
export { verifyMod } from './proofs/mod/verifyMod.ts';
export { type PrmProof, type PrmSecret, type PrmStatement, prmProofCodec } from './proofs/prm/prm.ts';
export { provePrm } from './proofs/prm/provePrm.ts';
export { verifyPrm } from './proofs/prm/verifyPrm.ts';
export { proveSch } from './proofs/sch/proveSch.ts';
export { type SchProof, type SchSecret, type SchStatement, schProofCodec } from './proofs/sch/sch.ts';
export { verifySch } from './proofs/sch/verifySch.ts';
export * from './setting.ts';
export { ecdsaSign, ecdsaSignInteractively } from './sign/ecdsaSign.ts';
export type { SigningRequest } from './sign/rerandomise.ts';
