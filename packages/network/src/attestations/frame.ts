import { MAX_ATTESTATION_BYTES, type SignedAttestation, signedAttestationCodec } from '@quorate/tss-core';
import { type Decoded, nullable, struct, variant } from '@quorate/tss-core/wire';

export const ATTESTATIONS_PROTOCOL = '/quorate/attestations/1.0.0';
export const MAX_ATTESTATIONS_FRAME_BYTES = MAX_ATTESTATION_BYTES + 64;

/**
 * What nodes say to each other about what their modules attested: the newest own one is announced (`attested`), and a
 * node that starts asks (`ask`) what others have witnessed of it last (`told`).
 */
export const attestationsFrameCodec = variant<{
  ask: Record<never, never>;
  told: { readonly latest: SignedAttestation | null };
  attested: { readonly latest: SignedAttestation };
}>({
  ask: struct<Record<never, never>>({}),
  told: struct<{ readonly latest: SignedAttestation | null }>({ latest: nullable(signedAttestationCodec) }),
  attested: struct<{ readonly latest: SignedAttestation }>({ latest: signedAttestationCodec }),
});
export type AttestationsFrame = Decoded<typeof attestationsFrameCodec>;

/** The limits of the attestations protocol; its handler is the node's. */
export const attestationsProtocolLimits = {
  id: ATTESTATIONS_PROTOCOL,
  maxFrameBytes: MAX_ATTESTATIONS_FRAME_BYTES,
  maxQueuedFrames: 1024,
  maxQueuedBytes: 1 << 20,
  framesPerSecond: 1000,
} as const;
