import { sha256 } from '@noble/hashes/sha2.js';
import { concatBytes, utf8ToBytes } from '@noble/hashes/utils.js';

/*
 * Solana off-chain messages, header version 0, as Anza specifies them
 * (docs.anza.xyz/proposals/off-chain-message-signing). The first byte, ff, is illegal in a transaction: what is signed
 * here can never be a transaction.
 */

const SIGNING_DOMAIN = concatBytes(Uint8Array.of(0xff), utf8ToBytes('solana offchain'));
const HEADER_VERSION = 0;
/** Names the application: signatures made here do not pass for those of another application. 32 bytes. */
export const APPLICATION_DOMAIN = sha256(utf8ToBytes('quorate'));
/** What a hardware wallet can hold: preamble and body together. */
const MAX_SHORT_BYTES = 1232;
const PREAMBLE_BYTES = 16 + 1 + 32 + 1 + 1 + 32 + 2;

/** Message formats of header version 0. */
const RESTRICTED_ASCII = 0;
const UTF8_SHORT = 1;
const UTF8_LONG = 2;

/** The exact bytes to sign: preamble (signing domain … length, little-endian) and body. `signer` has 32 bytes. */
export function offchainMessage(body: Uint8Array, signer: Uint8Array): Uint8Array {
  const length = Uint8Array.of(body.length & 0xff, body.length >> 8);
  return concatBytes(
    SIGNING_DOMAIN,
    Uint8Array.of(HEADER_VERSION),
    APPLICATION_DOMAIN,
    Uint8Array.of(messageFormat(body)),
    Uint8Array.of(1),
    signer,
    length,
    body,
  );
}

/** The recommended envelope: number of signatures, signatures, then what was signed. */
export function offchainEnvelope(message: Uint8Array, signature: Uint8Array): Uint8Array {
  return concatBytes(Uint8Array.of(1), signature, message);
}

/** The most restricted format that holds the body, so that there is one encoding for each text. */
function messageFormat(body: Uint8Array): number {
  if (PREAMBLE_BYTES + body.length > MAX_SHORT_BYTES) return UTF8_LONG;
  return body.every((byte) => byte >= 0x20 && byte <= 0x7e) ? RESTRICTED_ASCII : UTF8_SHORT;
}
