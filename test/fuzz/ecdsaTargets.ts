import { readFileSync } from 'node:fs';
import { hexToBytes } from '@noble/hashes/utils.js';
import { partyIndex } from '@quorate/tss-core';
import {
  auxCertificateCodec,
  auxDescriptorCodec,
  auxPartiesCodec,
  decodeAuxSecrets,
  encodeAuxSecrets,
  presignatureCertificateCodec,
  presignDescriptorCodec,
} from '@quorate/tss-core/ecdsa';
import {
  affGProofCodec,
  affGStarProofCodec,
  decProofCodec,
  elogProofCodec,
  encElgProofCodec,
  facProofCodec,
  modProofCodec,
  prmProofCodec,
  proofContextCodec,
  schProofCodec,
} from '@quorate/tss-core/ecdsa/proofs';
import { structureOf, TEST_PROFILE, TEST_SETTING, testParty } from '@quorate/tss-core/testing';
import type { Codec } from '@quorate/tss-core/wire';
import { z } from 'zod';
import { codecTarget, type FuzzTarget, functionTarget, valueTarget } from './target.ts';

const hex = z.string().transform(hexToBytes);
const proofsSchema = z.object({
  context: z.object({ cbor: hex }),
  proofs: z.array(z.object({ kind: z.string(), curve: z.string(), profile: z.string(), proof: hex })),
});
const described = z.object({ descriptor: hex, certificate: hex });
const runSchema = z.object({ aux: described, presign: described });

/** Threshold ECDSA, from the published vectors. */
export function ecdsaTargets(): readonly FuzzTarget[] {
  const { context, proofs } = proofsSchema.parse(vectors('ecdsa-proofs-v1.json'));
  const { aux, presign } = runSchema.parse(vectors('ecdsa-run-v1.json'));
  const proof = <T>(kind: string, covers: string, codec: Codec<T>) => {
    const ofKind = proofs.filter(
      (one) => one.kind === kind && one.curve === 'secp256k1' && one.profile === TEST_PROFILE.name,
    );
    return codecTarget(
      `proof ${kind}`,
      [covers],
      codec,
      ofKind.map((one) => one.proof),
    );
  };
  return [
    proof('sch', 'schProofCodec', schProofCodec(TEST_SETTING)),
    proof('elog', 'elogProofCodec', elogProofCodec(TEST_SETTING)),
    proof('enc-elg', 'encElgProofCodec', encElgProofCodec(TEST_SETTING)),
    proof('aff-g', 'affGProofCodec', affGProofCodec(TEST_SETTING)),
    proof('aff-g-star', 'affGStarProofCodec', affGStarProofCodec(TEST_SETTING)),
    proof('fac', 'facProofCodec', facProofCodec(TEST_SETTING)),
    proof('mod', 'modProofCodec', modProofCodec(TEST_SETTING)),
    proof('prm', 'prmProofCodec', prmProofCodec(TEST_SETTING)),
    proof('dec', 'decProofCodec', decProofCodec(TEST_SETTING)),
    codecTarget('proof context', ['proofContextCodec'], proofContextCodec, [context.cbor]),
    codecTarget('aux descriptor', ['auxDescriptorCodec'], auxDescriptorCodec, [aux.descriptor]),
    codecTarget('aux certificate', ['auxCertificateCodec'], auxCertificateCodec, [aux.certificate]),
    valueTarget('aux parties', ['auxPartiesCodec'], auxPartiesCodec, [
      structureOf('ecdsa-secp256k1', [2, [1, 2, 3]]).parties,
    ]),
    functionTarget(
      'aux secrets',
      ['decodeAuxSecrets'],
      (encoded) => decodeAuxSecrets(TEST_SETTING, encoded),
      encodeAuxSecrets,
      [1, 2].map((index) => encodeAuxSecrets(testParty(TEST_SETTING, partyIndex(index)))),
    ),
    codecTarget('presign descriptor', ['presignDescriptorCodec'], presignDescriptorCodec, [presign.descriptor]),
    codecTarget('presignature certificate', ['presignatureCertificateCodec'], presignatureCertificateCodec, [
      presign.certificate,
    ]),
  ];
}

function vectors(file: string): unknown {
  return JSON.parse(readFileSync(new URL(`../../docs/vectors/${file}`, import.meta.url), 'utf8'));
}
