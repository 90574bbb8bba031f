import { hexToBytes } from '@noble/hashes/utils.js';
import type { Random } from '@quorate/tss-core';
import type { EcdsaProfile } from '@quorate/tss-core/ecdsa';
import {
  affGProofCodec,
  type EcdsaSetting,
  elogProofCodec,
  encElgProofCodec,
  facProofCodec,
  modProofCodec,
  type ProofContext,
  proveAffG,
  proveElog,
  proveEncElg,
  proveFac,
  proveMod,
  proveSch,
  schProofCodec,
  verifyAffG,
  verifyElog,
  verifyEncElg,
  verifyFac,
  verifyMod,
  verifySch,
} from '@quorate/tss-core/ecdsa/proofs';
import {
  affGChallenge,
  affGInstance,
  elogChallenge,
  elogInstance,
  encElgChallenge,
  encElgInstance,
  facChallenge,
  facInstance,
  type Instance,
  type Json,
  modChallenge,
  mutationsOf,
  schChallenge,
  schInstance,
  seededRandom,
  TEST_CONTEXT,
  type TestParty,
  testParty,
  toJson,
} from '@quorate/tss-core/testing';
import { type Codec, encodeCbor } from '@quorate/tss-core/wire';
import { z } from 'zod';

/** A true statement that both sides can prove and verify: ours as the peer reads it, and the peer's as we do. */
export interface Bridge {
  readonly kind: string;
  readonly profile: EcdsaProfile;
  readonly statement: Json;
  readonly secret: Json;
  /** Our proof, in `TEST_CONTEXT`. */
  readonly proof: Json;
  readonly challenge: Json;
  /** Our proof with one part of it changed, each in turn. */
  readonly spoiled: readonly (readonly [change: string, proof: Json])[];
  /** Our challenge to the peer's commitments. */
  challengeTo(commitments: unknown): Json;
  joined(commitments: unknown, responses: unknown): JoinedProof;
}

/** The peer's commitments and responses, as one proof of ours. */
export interface JoinedProof {
  /** As on the wire; throws RangeError where it has no encoding. */
  encode(): Uint8Array;
  /** Whether we accept it. */
  holds(): boolean;
  /** Which changes of one part of it we accept as well. */
  changesThatHold(): readonly string[];
}

/** What proofs share, as in the entry `ecdsa/proofs`. */
interface Parts<S extends object, W extends object, C extends object, R extends object> {
  readonly kind: string;
  readonly instance: Instance<S, W>;
  readonly commitments: z.ZodType<C>;
  readonly responses: z.ZodType<R>;
  readonly codec: (setting: EcdsaSetting) => Codec<C & R>;
  readonly prove: (setting: EcdsaSetting, where: ProofContext, statement: S, secret: W, random: Random) => C & R;
  readonly challenge: (
    setting: EcdsaSetting,
    where: ProofContext,
    statement: S,
    commitments: C,
  ) => bigint | readonly bigint[];
  readonly verify: (setting: EcdsaSetting, where: ProofContext, statement: S, proof: C & R) => boolean;
}

function bridge<S extends object, W extends object, C extends object, R extends object>(
  setting: EcdsaSetting,
  { kind, instance: { statement, secret }, ...parts }: Parts<S, W, C, R>,
): Bridge {
  const { group, profile } = setting;
  const codec = parts.codec(setting);
  const proof = parts.prove(setting, TEST_CONTEXT, statement, secret, seededRandom(`masks of ${kind}`));
  const challengeTo = (commitments: C) => toJson(parts.challenge(setting, TEST_CONTEXT, statement, commitments));
  const holds = (made: C & R) => parts.verify(setting, TEST_CONTEXT, statement, made);
  return {
    kind,
    profile,
    statement: toJson(statement),
    secret: toJson(secret),
    proof: toJson(proof),
    challenge: challengeTo(proof),
    spoiled: mutationsOf(proof, group)
      .filter(([change]) => /plus|flipped|exchanged/.test(change))
      .map(([change, spoiled]) => [change, toJson(spoiled)]),
    challengeTo: (commitments) => challengeTo(parts.commitments.parse(commitments)),
    joined(commitments, responses) {
      const made = { ...parts.commitments.parse(commitments), ...parts.responses.parse(responses) };
      return {
        encode: () => encodeCbor(codec, made),
        holds: () => holds(made),
        changesThatHold: () =>
          mutationsOf(made, group)
            .filter(([, changed]) => holds(changed))
            .map(([change]) => change),
      };
    },
  };
}

const integer = z
  .string()
  .regex(/^-?[0-9a-f]+$/)
  .transform((text) => (text.startsWith('-') ? -BigInt(`0x${text.slice(1)}`) : BigInt(`0x${text}`)));

/** The proofs that both sides have, all of one curve and profile. */
export function bridgedProofs(setting: EcdsaSetting): readonly Bridge[] {
  const { group } = setting;
  const point = z.string().transform((hex) => group.decodeElement(hexToBytes(hex)));
  const [prover, verifier] = [testParty(setting, 1), testParty(setting, 2)];
  const random = seededRandom('bridged proofs');
  return [
    bridge(setting, {
      kind: 'sch',
      instance: schInstance(setting, random),
      commitments: z.object({ A: point }),
      responses: z.object({ z: integer }),
      codec: schProofCodec,
      prove: proveSch,
      challenge: schChallenge,
      verify: verifySch,
    }),
    bridge(setting, {
      kind: 'elog',
      instance: elogInstance(setting, random),
      commitments: z.object({ A: point, N: point, B: point }),
      responses: z.object({ z: integer, u: integer }),
      codec: elogProofCodec,
      prove: proveElog,
      challenge: elogChallenge,
      verify: verifyElog,
    }),
    bridge(setting, {
      kind: 'enc-elg',
      instance: encElgInstance(setting, prover, verifier, random),
      commitments: z.object({ S: integer, T: integer, D: integer, Y: point, Z: point }),
      responses: z.object({ z1: integer, w: integer, z2: integer, z3: integer }),
      codec: encElgProofCodec,
      prove: proveEncElg,
      challenge: encElgChallenge,
      verify: verifyEncElg,
    }),
    bridge(setting, {
      kind: 'aff-g',
      instance: affGInstance(setting, prover, verifier, random),
      commitments: z.object({ A: integer, Bx: point, By: integer, E: integer, S: integer, F: integer, T: integer }),
      responses: z.object({ z1: integer, z2: integer, z3: integer, z4: integer, w: integer, wY: integer }),
      codec: affGProofCodec,
      prove: proveAffG,
      challenge: affGChallenge,
      verify: verifyAffG,
    }),
    bridge(setting, {
      kind: 'fac',
      instance: facInstance(prover, verifier),
      commitments: z.object({ P: integer, Q: integer, A: integer, B: integer, T: integer }),
      responses: z.object({ z1: integer, z2: integer, w1: integer, w2: integer, v: integer }),
      codec: facProofCodec,
      prove: proveFac,
      challenge: facChallenge,
      verify: verifyFac,
    }),
    bridge(setting, {
      kind: 'mod',
      instance: modInstance(prover),
      commitments: z.object({ w: integer }),
      responses: z.object({
        responses: z.array(z.object({ x: integer, a: z.boolean(), b: z.boolean(), z: integer })).readonly(),
      }),
      codec: modProofCodec,
      prove: proveMod,
      challenge: modChallenge,
      verify: verifyMod,
    }),
  ];
}

function modInstance({ paillier }: TestParty) {
  const { p, q } = paillier.reveal();
  return { statement: { N: paillier.modulus }, secret: { p, q } };
}
