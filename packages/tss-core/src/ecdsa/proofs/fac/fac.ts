import { type Codec, encodeCbor, struct } from '../../../wire/codec.ts';
import { signed } from '../../arithmetic/encoding.ts';
import type { PaillierPublicKey } from '../../paillier/paillierPublicKey.ts';
import type { RingPedersen } from '../../pedersen/ringPedersen.ts';
import type { EcdsaSetting } from '../../setting.ts';
import { challengeSeed, scalarChallenge, type Transcript } from '../challenge.ts';
import { proofCodecs } from '../codecs.ts';
import type { ProofContext } from '../context.ts';

/** Πfac (Fig. 26): both factors of N₀ are at most √N₀·2^(ℓ+ε), so neither is small. */
export interface FacStatement {
  /** The prover's. */
  readonly N0: PaillierPublicKey;
  /** The verifier's; it gives its secret ones to verify faster. */
  readonly pedersen: RingPedersen;
}

export interface FacSecret {
  readonly p: bigint;
  readonly q: bigint;
}

export interface FacCommitments {
  /** s^p·t^μ. */
  readonly P: bigint;
  /** s^q·t^ν. */
  readonly Q: bigint;
  /** s^α·t^x. */
  readonly A: bigint;
  /** s^β·t^y. */
  readonly B: bigint;
  /** Q^α·t^r. */
  readonly T: bigint;
}

export interface FacProof extends FacCommitments {
  /** α + e·p. */
  readonly z1: bigint;
  /** β + e·q. */
  readonly z2: bigint;
  /** x + e·μ. */
  readonly w1: bigint;
  /** y + e·ν. */
  readonly w2: bigint;
  /** r − e·ν·p. */
  readonly v: bigint;
}

function commitmentFields(setting: EcdsaSetting) {
  const { residue } = proofCodecs(setting);
  return { P: residue, Q: residue, A: residue, B: residue, T: residue };
}

/** Decoding bounds every number by its honest length; `verifyFac` checks the exact ranges. */
export function facProofCodec(setting: EcdsaSetting): Codec<FacProof> {
  const { blinding } = proofCodecs(setting);
  const { ell, epsilon, modulusBits } = setting.profile;
  const factor = signed(ell + epsilon + 1 + Math.ceil(modulusBits / 2));
  return struct<FacProof>({
    ...commitmentFields(setting),
    z1: factor,
    z2: factor,
    w1: blinding,
    w2: blinding,
    v: signed(ell + epsilon + 1 + 2 * modulusBits),
  });
}

export function facTranscript(
  setting: EcdsaSetting,
  { N0, pedersen }: FacStatement,
  commitments: FacCommitments,
): Transcript {
  const { residue } = proofCodecs(setting);
  const statement = encodeCbor(struct({ N0: residue, modulus: residue, s: residue, t: residue }), {
    N0: N0.modulus,
    modulus: pedersen.modulus,
    s: pedersen.s,
    t: pedersen.t,
  });
  return {
    kind: 'fac',
    statement,
    commitments: encodeCbor(struct<FacCommitments>(commitmentFields(setting)), commitments),
  };
}

export function facChallenge(
  setting: EcdsaSetting,
  context: ProofContext,
  statement: FacStatement,
  commitments: FacCommitments,
): bigint {
  const transcript = facTranscript(setting, statement, commitments);
  return scalarChallenge(challengeSeed(setting, context, transcript), setting.group.order);
}
