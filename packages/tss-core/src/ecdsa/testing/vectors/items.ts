import { seededRandom } from '../../../testing/seededRandom.ts';
import { type Codec, encodeCbor } from '../../../wire/codec.ts';
import { mod } from '../../arithmetic/integers.ts';
import { affGChallenge, affGProofCodec, affGTranscript } from '../../proofs/affG/affG.ts';
import { affGMasks, proveAffG } from '../../proofs/affG/proveAffG.ts';
import { affGStarProofCodec, affGStarTranscript } from '../../proofs/affGStar/affGStar.ts';
import { affGStarMasks, commitAffGStar, proveAffGStar } from '../../proofs/affGStar/proveAffGStar.ts';
import { bitChallenge } from '../../proofs/challenge.ts';
import type { ProofContext } from '../../proofs/context.ts';
import { decProofCodec, decTranscript } from '../../proofs/dec/dec.ts';
import { commitDec, decMasks, proveDec } from '../../proofs/dec/proveDec.ts';
import { elogChallenge, elogProofCodec, elogTranscript } from '../../proofs/elog/elog.ts';
import { proveElog } from '../../proofs/elog/proveElog.ts';
import { encElgChallenge, encElgProofCodec, encElgTranscript } from '../../proofs/encElg/encElg.ts';
import { encElgMasks, proveEncElg } from '../../proofs/encElg/proveEncElg.ts';
import { facChallenge, facProofCodec, facTranscript } from '../../proofs/fac/fac.ts';
import { facMasks, proveFac } from '../../proofs/fac/proveFac.ts';
import { modChallenge, modProofCodec, modTranscript } from '../../proofs/mod/mod.ts';
import { proveMod } from '../../proofs/mod/proveMod.ts';
import { prmProofCodec, prmTranscript } from '../../proofs/prm/prm.ts';
import { provePrm } from '../../proofs/prm/provePrm.ts';
import { proveSch } from '../../proofs/sch/proveSch.ts';
import { schChallenge, schProofCodec, schTranscript } from '../../proofs/sch/sch.ts';
import type { EcdsaSetting } from '../../setting.ts';
import type { TestParty } from '../parties.ts';
import { affGInstance, decInstance, elogInstance, encElgInstance, facInstance, schInstance } from '../statements.ts';
import { type ChallengeParts, challengeJson, type Json, toJson } from './format.ts';

/** What a vector is made from. */
export interface VectorSource {
  readonly setting: EcdsaSetting;
  readonly curve: string;
  readonly context: ProofContext;
  readonly prover: TestParty;
  readonly verifier: TestParty;
}

interface Parts<P> extends ChallengeParts {
  readonly statement: unknown;
  readonly secret: unknown;
  /** What the prover drew. */
  readonly masks: unknown;
  readonly proof: P;
  readonly codec: Codec<P>;
}

function item<P>({ setting, curve, context }: VectorSource, parts: Parts<P>): Json {
  const { statement, secret, masks, proof, codec, transcript } = parts;
  return {
    kind: transcript.kind,
    curve,
    profile: setting.profile.name,
    statement: toJson(statement),
    secret: toJson(secret),
    masks: toJson(masks),
    transcript: challengeJson(setting, context, parts),
    proof: toJson(encodeCbor(codec, proof)),
  };
}

const bits = (challenge: Uint8Array, count: number) => bitChallenge(challenge, count).map(Number).join('');

export function schItem(source: VectorSource): Json {
  const { setting, context } = source;
  const random = seededRandom('vector sch');
  const { statement, secret } = schInstance(setting, random);
  const proof = proveSch(setting, context, statement, secret, random);
  const e = schChallenge(setting, context, statement, proof);
  return item(source, {
    statement,
    secret,
    masks: { alpha: setting.group.reduce(proof.z - e * secret.x) },
    transcript: schTranscript(setting, statement, proof),
    challenge: toJson(e),
    proof,
    codec: schProofCodec(setting),
  });
}

export function elogItem(source: VectorSource): Json {
  const { setting, context } = source;
  const random = seededRandom('vector elog');
  const { statement, secret } = elogInstance(setting, random);
  const proof = proveElog(setting, context, statement, secret, random);
  const e = elogChallenge(setting, context, statement, proof);
  const { reduce } = setting.group;
  return item(source, {
    statement,
    secret,
    masks: { alpha: reduce(proof.z - e * secret.lambda), m: reduce(proof.u - e * secret.y) },
    transcript: elogTranscript(setting, statement, proof),
    challenge: toJson(e),
    proof,
    codec: elogProofCodec(setting),
  });
}

export function encElgItem(source: VectorSource): Json {
  const { setting, context, prover, verifier } = source;
  const { statement, secret } = encElgInstance(setting, prover, verifier, seededRandom('vector enc-elg'));
  const proof = proveEncElg(setting, context, statement, secret, seededRandom('masks enc-elg'));
  return item(source, {
    statement,
    secret,
    masks: encElgMasks(setting, statement, seededRandom('masks enc-elg')),
    transcript: encElgTranscript(setting, statement, proof),
    challenge: toJson(encElgChallenge(setting, context, statement, proof)),
    proof,
    codec: encElgProofCodec(setting),
  });
}

export function affGItem(source: VectorSource): Json {
  const { setting, context, prover, verifier } = source;
  const { statement, secret } = affGInstance(setting, prover, verifier, seededRandom('vector aff-g'));
  const proof = proveAffG(setting, context, statement, secret, seededRandom('masks aff-g'));
  return item(source, {
    statement,
    secret,
    masks: affGMasks(setting, statement, seededRandom('masks aff-g')),
    transcript: affGTranscript(setting, statement, proof),
    challenge: toJson(affGChallenge(setting, context, statement, proof)),
    proof,
    codec: affGProofCodec(setting),
  });
}

export function facItem(source: VectorSource): Json {
  const { setting, context, prover, verifier } = source;
  const { statement, secret } = facInstance(prover, verifier);
  const proof = proveFac(setting, context, statement, secret, seededRandom('masks fac'));
  return item(source, {
    statement,
    secret,
    masks: facMasks(setting, statement, seededRandom('masks fac')),
    transcript: facTranscript(setting, statement, proof),
    challenge: toJson(facChallenge(setting, context, statement, proof)),
    proof,
    codec: facProofCodec(setting),
  });
}

export function modItem(source: VectorSource): Json {
  const { setting, context, prover } = source;
  const statement = { N: prover.paillier.modulus };
  const { p, q } = prover.paillier.reveal();
  const proof = proveMod(setting, context, statement, { p, q }, seededRandom('masks mod'));
  return item(source, {
    statement,
    secret: { p, q },
    masks: { w: proof.w },
    transcript: modTranscript(setting, statement, proof),
    challenge: modChallenge(setting, context, statement, proof).slice(0, 3).map(toJson),
    proof,
    codec: modProofCodec(setting),
  });
}

export function prmItem(source: VectorSource): Json {
  const { setting, context, prover } = source;
  const statement = { pedersen: prover.pedersen };
  const { lambda, totient } = prover.pedersen.reveal();
  const proof = provePrm(setting, context, statement, { lambda, totient }, seededRandom('masks prm'));
  const e = bitChallenge(proof.challenge, proof.z.length);
  const a = proof.z.map((z, i) => mod(z - (e[i] ? lambda : 0n), totient));
  const { units, t } = prover.pedersen;
  const A = a.map((exponent) => units.pow(t, exponent, { secret: false }));
  return item(source, {
    statement,
    secret: { lambda, totient },
    masks: a.length > 16 ? null : a,
    transcript: prmTranscript(setting, statement, A),
    challenge: bits(proof.challenge, proof.z.length),
    proof,
    codec: prmProofCodec(setting),
  });
}

export function affGStarItem(source: VectorSource): Json {
  const { setting, context, prover, verifier } = source;
  const { statement, secret } = affGInstance(setting, prover, verifier, seededRandom('vector aff-g-star'));
  const { pedersen: _, ...affine } = statement;
  const masks = affGStarMasks(setting, affine, seededRandom('masks aff-g-star'));
  const proof = proveAffGStar(setting, context, affine, secret, seededRandom('masks aff-g-star'));
  return item(source, {
    statement: affine,
    secret,
    masks,
    transcript: affGStarTranscript(setting, affine, commitAffGStar(setting, affine, masks)),
    challenge: bits(proof.challenge, masks.length),
    proof,
    codec: affGStarProofCodec(setting),
  });
}

export function decItem(source: VectorSource): Json {
  const { setting, context, prover } = source;
  const { statement, secret } = decInstance(setting, prover, seededRandom('vector dec'));
  const masks = decMasks(setting, statement, seededRandom('masks dec'));
  const proof = proveDec(setting, context, statement, secret, seededRandom('masks dec'));
  return item(source, {
    statement,
    secret,
    masks,
    transcript: decTranscript(setting, statement, commitDec(setting, statement, masks)),
    challenge: bits(proof.challenge, masks.length),
    proof,
    codec: decProofCodec(setting),
  });
}
