import type { Round } from '../../protocol/protocol.ts';
import { bytes, type Codec, struct } from '../../wire/codec.ts';
import { type FacProof, facProofCodec } from '../proofs/fac/fac.ts';
import { type ModProof, modProofCodec } from '../proofs/mod/mod.ts';
import { type PrmProof, prmProofCodec } from '../proofs/prm/prm.ts';
import type { EcdsaSetting } from '../setting.ts';
import { type AuxParameters, auxParametersCodec } from './statement.ts';

/** What a party commits to in round 1 and reveals in round 2. */
export interface Contribution {
  readonly parameters: AuxParameters;
  /** ψ_i: Πprm for (N̂, s, t). */
  readonly prm: PrmProof;
  /** rid_i, 32 bytes. */
  readonly rid: Uint8Array;
  /** u_i, 32 bytes that hide the contribution in its hash. */
  readonly u: Uint8Array;
}

export function contributionCodec(setting: EcdsaSetting): Codec<Contribution> {
  return struct<Contribution>({
    parameters: auxParametersCodec,
    prm: prmProofCodec(setting),
    rid: bytes(32),
    u: bytes(32),
  });
}

/** Round 1: V_i, the hash of the contribution to come. */
export const Commit: Round<Uint8Array> = { number: 1, name: 'aux commitment hash', codec: bytes(32) };
/** Round 2: the contribution. */
export function Reveal(setting: EcdsaSetting): Round<Contribution> {
  return { number: 2, name: 'aux contribution', codec: contributionCodec(setting) };
}
/** Round 3, to all: Πmod of N_i. */
export function ProveModulus(setting: EcdsaSetting): Round<ModProof> {
  return { number: 3, name: 'modulus proof', codec: modProofCodec(setting) };
}
/** Round 3, direct: Πfac of N_i under the receiver's parameters. */
export function ProveFactors(setting: EcdsaSetting): Round<FacProof> {
  return { number: 3, name: 'factor proof', codec: facProofCodec(setting) };
}
/** Round 4: the identity key's signature over the aux statement. */
export const Certify: Round<Uint8Array> = { number: 4, name: 'aux certificate signature', codec: bytes(64) };
