// FROST step by step, as RFC 9591 numbers its steps: for those who bring rounds of their own, and for its vectors.
// Round one (§5.1) is generateNonces, of the package's main entry.

// What all signers compute from the commitments of all (§4.3 to §4.5).

export { bindingFactorInputs, computeBindingFactors } from './bindingFactors.ts';
export { type SigningPackage, signingPackage } from './signingPackage.ts';

// Round two (§5.2), and aggregation (§5.3).

export { aggregate } from './aggregate.ts';
export { signShare } from './signShare.ts';

// Who sent a false share (§5.4).

export { judgeShare } from './judgeShare.ts';
export { verifyShare } from './verifyShare.ts';

// The bodies of the two rounds.

export { nonceCommitmentCodec, strictNonceCommitmentCodec } from './commitments.ts';
export { commitmentsRound, signatureSharesRound } from './rounds.ts';

// Sharing (appendix C), for conjunctions of quorums.

export { additiveShare, additiveVerifyingShare } from '../sharing/additiveShares.ts';
export { type CommitmentVector, evaluateCommitments, isShareOf, sumCommitments } from '../sharing/commitments.ts';
export { groupKeyOf } from '../sharing/groupKey.ts';
export { Polynomial, randomPolynomial } from '../sharing/polynomial.ts';

// BIP-340 without the tweak of BIP-341: its vectors are of plain keys.

export { untweakedSigningKey } from '../groups/secp256k1Taproot.ts';
