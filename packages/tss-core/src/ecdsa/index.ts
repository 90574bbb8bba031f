// Threshold ECDSA (CGGMP24): an aux ceremony once per set of parties, presignatures in advance, then one round for each
// signature.

// Aux ceremony (Fig. 7): every party's Paillier and ring-Pedersen parameters, proven.

export { type AuxParty, auxInfo } from './auxInfo/auxInfo.ts';
export {
  type AuxPrimes,
  type AuxSecrets,
  auxParametersOf,
  auxSecretsOf,
  type PrimePair,
  wipeAuxSecrets,
} from './auxInfo/auxSecrets.ts';
export { areSecretsOf, decodeAuxSecrets, encodeAuxSecrets } from './auxInfo/auxSecretsCodec.ts';
export { auxSetting } from './auxInfo/auxSetting.ts';
export { type AuxDescriptor, auxDescriptorCodec, auxHeader, auxSessionId } from './auxInfo/descriptor.ts';
export { publicKeysOf } from './auxInfo/publicKeys.ts';
export {
  type AuxCertificate,
  type AuxParameters,
  type AuxStatement,
  auxCertificateCodec,
  auxGenerationOf,
  auxPartiesCodec,
  MAX_AUX_CERTIFICATE_BYTES,
  MAX_AUX_PARTIES,
  servesParties,
  verifyAuxCertificate,
} from './auxInfo/statement.ts';

// Presigning (Fig. 8).

export {
  MAX_PRESIGNATURE_INDEX,
  type PresignDescriptor,
  presignDescriptorCodec,
  presignHeader,
  presignSessionId,
  presignSubject,
} from './presign/descriptor.ts';
export { type EcdsaParty, presign } from './presign/presign.ts';
export { Presignature } from './presign/presignature.ts';
export { presignaturePoints } from './presign/presignaturePoints.ts';
export {
  type PresignatureCertificate,
  type PresignatureStatement,
  presignatureCertificateCodec,
  presignatureId,
} from './presign/statement.ts';

// Signing (Fig. 10).

export { ecdsaSign, ecdsaSignInteractively, ecdsaSignPrepared } from './sign/ecdsaSign.ts';
export type { SigningRequest } from './sign/rerandomise.ts';

// Presignatures made in advance, and how sessions name them.

export { namedPresignature, presignatureReservation } from './stock/namedPresignature.ts';
export { PresignatureStock } from './stock/presignatureStock.ts';

// Randomizers with their powers, prepared while nobody waits.

export { fillPools } from './randomizers/fillPools.ts';
export { RandomizerPools } from './randomizers/randomizerPools.ts';

// Who signs, with what lengths, and what engine computes.

export { bigintModExp } from './arithmetic/bigintModExp.ts';
export { checkPow, type ModExp, type PowOptions } from './arithmetic/modExp.ts';
export { type EcdsaGroup, ecdsaGroup, MAX_ECDSA_SIGNERS } from './ecdsaGroup.ts';
export { canBlame, checkProfile, type EcdsaProfile, PROFILE_2048, PROFILE_3072 } from './parameters.ts';
export type { EcdsaEngine } from './setting.ts';
