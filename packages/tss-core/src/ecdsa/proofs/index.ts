// The zero-knowledge proofs of CGGMP24, which share one face:
//   prove<Name>(setting, context, statement, secret, random): <Name>Proof
//   verify<Name>(setting, context, statement, proof): boolean      (never throws, whatever a peer sends)
//   <name>ProofCodec(setting): Codec<<Name>Proof>                  (for the bodies of messages)
// A statement takes public keys and parameters; who owns one gives its secret subclass, which computes the same faster.

// Their setting, their place in a session, and what statements are about.

export { PaillierPublicKey } from '../paillier/paillierPublicKey.ts';
export { type PaillierSecretKey, paillierKeyOf } from '../paillier/paillierSecretKey.ts';
export { RingPedersen } from '../pedersen/ringPedersen.ts';
export { type RingPedersenSecret, ringPedersenOf } from '../pedersen/ringPedersenSecret.ts';
export type { EcdsaSetting } from '../setting.ts';
export { type ProofContext, proofContextCodec } from './context.ts';

// Πsch and Πelog: knowledge of a logarithm, and equality of two.

export { elogProofCodec } from './elog/elog.ts';
export { proveElog } from './elog/proveElog.ts';
export { verifyElog } from './elog/verifyElog.ts';
export { proveSch } from './sch/proveSch.ts';
export { schProofCodec } from './sch/sch.ts';
export { verifySch } from './sch/verifySch.ts';

// Πenc-elg, Πaff-g and Πaff-g*: ranges of ciphertexts, and of what is done to them.

export { affGProofCodec } from './affG/affG.ts';
export { proveAffG } from './affG/proveAffG.ts';
export { verifyAffG } from './affG/verifyAffG.ts';
export { affGStarProofCodec } from './affGStar/affGStar.ts';
export { proveAffGStar } from './affGStar/proveAffGStar.ts';
export { verifyAffGStar } from './affGStar/verifyAffGStar.ts';
export { encElgProofCodec } from './encElg/encElg.ts';
export { proveEncElg } from './encElg/proveEncElg.ts';
export { verifyEncElg } from './encElg/verifyEncElg.ts';

// Πmod, Πfac and Πprm: moduli and parameters as they must be.

export { facProofCodec } from './fac/fac.ts';
export { proveFac } from './fac/proveFac.ts';
export { verifyFac } from './fac/verifyFac.ts';
export { modProofCodec } from './mod/mod.ts';
export { proveMod } from './mod/proveMod.ts';
export { verifyMod } from './mod/verifyMod.ts';
export { prmProofCodec } from './prm/prm.ts';
export { provePrm } from './prm/provePrm.ts';
export { verifyPrm } from './prm/verifyPrm.ts';

// Πdec: what a ciphertext holds, opened to find who lied.

export { decProofCodec } from './dec/dec.ts';
export { proveDec } from './dec/proveDec.ts';
export { verifyDec } from './dec/verifyDec.ts';
