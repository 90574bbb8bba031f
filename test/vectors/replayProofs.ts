import { nativeModExp } from '@quorate/node';
import { ciphersuite } from '@quorate/tss-core';
import type { EcdsaProfile } from '@quorate/tss-core/ecdsa';
import {
  affGProofCodec,
  affGStarProofCodec,
  decProofCodec,
  type EcdsaSetting,
  elogProofCodec,
  encElgProofCodec,
  facProofCodec,
  modProofCodec,
  PaillierPublicKey,
  type ProofContext,
  prmProofCodec,
  RingPedersen,
  schProofCodec,
  verifyAffG,
  verifyAffGStar,
  verifyDec,
  verifyElog,
  verifyEncElg,
  verifyFac,
  verifyMod,
  verifyPrm,
  verifySch,
} from '@quorate/tss-core/ecdsa/proofs';
import { type Codec, decodeCbor } from '@quorate/tss-core/wire';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { party, readVectors } from './support.ts';

const modExp = nativeModExp();
const hex = z.string().regex(/^-?[0-9a-f]*$/);
const vectorFile = z.object({
  profiles: z.array(
    z.object({
      name: z.string(),
      modulusBits: z.number(),
      kappa: z.number(),
      ell: z.number(),
      ellPrime: z.number(),
      epsilon: z.number(),
      repetitions: z.number(),
    }),
  ),
  context: z.object({
    session: hex,
    auxGeneration: hex,
    round: z.number(),
    slot: z.string(),
    prover: z.number(),
    verifier: z.number(),
  }),
  proofs: z.array(
    z.object({
      kind: z.string(),
      curve: z.enum(['secp256k1', 'P-256']),
      profile: z.string(),
      statement: z.record(z.string(), z.union([hex, z.object({ modulus: hex, s: hex, t: hex })])),
      proof: hex,
    }),
  ),
});

type VectorFile = z.infer<typeof vectorFile>;
type Vector = VectorFile['proofs'][number];

function bytesOf(encoded: string): Uint8Array {
  return Uint8Array.from(Buffer.from(encoded, 'hex'));
}

function settingOf({ profiles }: VectorFile, { curve, profile: name }: Vector): EcdsaSetting {
  const profile: EcdsaProfile | undefined = profiles.find((candidate) => candidate.name === name);
  if (!profile) throw new Error(`no profile ${name}`);
  const { group } = ciphersuite(curve === 'P-256' ? 'frost-p256' : 'frost-secp256k1');
  return { group, profile, modExp };
}

/** Reads a statement's fields by name, as the one who verifies a proof knows them: public keys and parameters only. */
function reader(vector: Vector, { group }: EcdsaSetting) {
  const text = (name: string) => hex.parse(vector.statement[name]);
  const integer = (name: string) => BigInt(`0x${text(name)}`);
  return {
    integer,
    point: (name: string) => group.decodeElement(bytesOf(text(name))),
    key: (name: string) => new PaillierPublicKey(integer(name), modExp),
    pedersen() {
      const { modulus, s, t } = z.object({ modulus: hex, s: hex, t: hex }).parse(vector.statement.pedersen);
      return new RingPedersen(BigInt(`0x${modulus}`), BigInt(`0x${s}`), BigInt(`0x${t}`), modExp);
    },
  };
}

type Verdict = (setting: EcdsaSetting, where: ProofContext, vector: Vector, proof: Uint8Array) => boolean;

/** Decodes a proof as a peer's bytes and verifies it; what does not decode is refused. */
function verdict<P, S>(
  codec: (setting: EcdsaSetting) => Codec<P>,
  statement: (read: ReturnType<typeof reader>) => S,
  verify: (setting: EcdsaSetting, where: ProofContext, statement: S, proof: P) => boolean,
): Verdict {
  return (setting, where, vector, proof) => {
    let decoded: P;
    try {
      decoded = decodeCbor(codec(setting), proof, 1 << 18);
    } catch {
      return false;
    }
    return verify(setting, where, statement(reader(vector, setting)), decoded);
  };
}

const affine = ({ integer, key, point }: ReturnType<typeof reader>) => ({
  N0: key('N0'),
  N1: key('N1'),
  C: integer('C'),
  D: integer('D'),
  Y: integer('Y'),
  X: point('X'),
});

const VERDICTS: Readonly<Record<string, Verdict>> = {
  sch: verdict(schProofCodec, ({ point }) => ({ X: point('X') }), verifySch),
  elog: verdict(
    elogProofCodec,
    ({ point }) => ({ L: point('L'), M: point('M'), X: point('X'), Y: point('Y'), h: point('h') }),
    verifyElog,
  ),
  'enc-elg': verdict(
    encElgProofCodec,
    ({ integer, key, point, pedersen }) => ({
      N0: key('N0'),
      C: integer('C'),
      A: point('A'),
      B: point('B'),
      X: point('X'),
      pedersen: pedersen(),
    }),
    verifyEncElg,
  ),
  'aff-g': verdict(affGProofCodec, (read) => ({ ...affine(read), pedersen: read.pedersen() }), verifyAffG),
  fac: verdict(facProofCodec, ({ key, pedersen }) => ({ N0: key('N0'), pedersen: pedersen() }), verifyFac),
  mod: verdict(modProofCodec, ({ integer }) => ({ N: integer('N') }), verifyMod),
  prm: verdict(prmProofCodec, ({ pedersen }) => ({ pedersen: pedersen() }), verifyPrm),
  'aff-g-star': verdict(affGStarProofCodec, affine, verifyAffGStar),
  dec: verdict(
    decProofCodec,
    ({ integer, key, point }) => ({
      N0: key('N0'),
      K: integer('K'),
      X: point('X'),
      D: integer('D'),
      S: point('S'),
      base: point('base'),
    }),
    verifyDec,
  ),
};

/** The proofs of which there are verifiers. */
export const KINDS: readonly string[] = Object.keys(VERDICTS);

/**
 * Verifies every proof of a file of this folder as a peer's bytes, and says which kinds it has.
 * @param path of a file with the fields of docs/vectors/ecdsa-proofs-v1.json that a verifier needs
 */
export function replayProofs(path: string): ReadonlySet<string> {
  const file = vectorFile.parse(JSON.parse(readVectors(path)));
  const context: ProofContext = {
    ...file.context,
    session: bytesOf(file.context.session),
    auxGeneration: bytesOf(file.context.auxGeneration),
    prover: party(file.context.prover),
    verifier: party(file.context.verifier),
  };

  describe.each(file.proofs.map((vector) => [vector.kind, vector.curve, vector.profile, vector] as const))(
    'Π%s on %s in %s',
    (kind, _curve, _profile, vector) => {
      const setting = settingOf(file, vector);
      const proof = bytesOf(vector.proof);
      const isAccepted = (bytes: Uint8Array, where = context) =>
        VERDICTS[kind]?.(setting, where, vector, bytes) ?? expect.fail(`no verifier of ${kind}`);

      test('the proof is accepted by who has only the public numbers', { timeout: 60_000 }, () => {
        expect(isAccepted(proof)).toBe(true);
      });

      test('it is refused in another place, and with a byte changed', { timeout: 60_000 }, () => {
        expect(isAccepted(proof, { ...context, slot: 'other' })).toBe(false);
        for (const at of [0, Math.floor(proof.length / 2), proof.length - 1]) {
          // Hundreds of powers of full length are spent once.
          if (proof.length > 1 << 15) break;
          expect(isAccepted(proof.map((byte, i) => (i === at ? byte ^ 1 : byte)))).toBe(false);
        }
      });
    },
  );
  return new Set(file.proofs.map(({ kind }) => kind));
}
