import { MAX_CERTIFICATE_BYTES, MAX_PARTIES } from '@quorate/tss-core';
import { MAX_AUX_CERTIFICATE_BYTES } from '@quorate/tss-core/ecdsa';
import { bytes, type Codec, list, mapped, partyIndexCodec, struct, text } from '@quorate/tss-core/wire';

/** The fields of what calls carry. Every `bytes` is the encoding of the type that its method names. */

export const KIB = 1 << 10;
export const MIB = 1 << 20;
export const MAX_REQUEST_BYTES = MIB;
export const MAX_ORDER_BYTES = 256 * KIB;
export const MAX_DESCRIPTOR_BYTES = MIB;
/** No method's request or response is larger. */
export const MAX_CALL_BYTES = 4 * MIB;

/** A machine-readable reason, as RequestRejected and ProtocolFault carry them. */
export const REASON_CODE: RegExp = /^[a-z][a-z0-9-]{0,63}$/;

export const code = text(64, REASON_CODE);
const MAX_REASON_CHARACTERS = 1000;
/** A sentence for a person, of which as much crosses as there is room for: some quote what a desk has written. */
export const reason: Codec<string> = mapped(
  text(MAX_REASON_CHARACTERS),
  (sentence) => sentence,
  (sentence) => sentence.slice(0, MAX_REASON_CHARACTERS).toWellFormed(),
);
export const parties = list(partyIndexCodec, { max: MAX_PARTIES });
export const requestBytes = bytes({ min: 1, max: MAX_REQUEST_BYTES });
export const orderBytes = bytes({ min: 1, max: MAX_ORDER_BYTES });
export const descriptorBytes = bytes({ min: 1, max: MAX_DESCRIPTOR_BYTES });
export const certificateBytes = bytes({ min: 1, max: MAX_CERTIFICATE_BYTES });
export const acknowledgementBytes = bytes({ min: 1, max: 4 * KIB });
export const auxCertificateBytes = bytes({ min: 1, max: MAX_AUX_CERTIFICATE_BYTES });
export const id32 = bytes(32);

/** A call without arguments, or an answer without content. */
export type Nothing = Record<string, never>;
export const nothing: Codec<Nothing> = struct<Nothing>({});
