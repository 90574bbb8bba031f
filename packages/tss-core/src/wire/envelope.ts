import { secp256k1 } from '@noble/curves/secp256k1.js';
import { keccak_256 } from '@noble/hashes/sha3.js';
import { concatBytes, utf8ToBytes } from '@noble/hashes/utils.js';
import { type PartyIndex, partyIndexCodec } from '../keys/structure.ts';
import { bytes, type Codec, literal, mapped, struct, uint } from './codec.ts';
import { identityRecoveryId } from './identitySignature.ts';

/** The version of every envelope. */
export const ENVELOPE_VERSION = 1;
/** The largest body of one round message, in bytes. */
export const MAX_BODY_BYTES = 1 << 18;
/** The largest body of a direct message: a complaint can open every direct envelope, whatever its dealer put into it. */
export const MAX_DIRECT_BODY_BYTES = 1 << 16;
/** An encoded direct envelope with the largest body. */
export const MAX_DIRECT_ENVELOPE_BYTES = MAX_DIRECT_BODY_BYTES + 512;

/** What an envelope is about; the same for every envelope of one session. */
export interface SessionHeader {
  readonly cluster: Uint8Array;
  readonly key: Uint8Array;
  readonly epoch: number;
  readonly session: Uint8Array;
}

export interface UnsignedEnvelope extends SessionHeader {
  readonly version: typeof ENVELOPE_VERSION;
  readonly round: number;
  readonly from: PartyIndex;
  /** The receiving party, or `all`. */
  readonly to: PartyIndex | 'all';
  /** What the sender had received before: see `inboxHash`. 32 bytes. */
  readonly inbox: Uint8Array;
  readonly body: Uint8Array;
}

/** One signed message of one round, at most one per (session, round, from, to). */
export interface Envelope extends UnsignedEnvelope {
  /** 65 bytes r‖s‖v, v = 27 or 28, low-s: the form `ecrecover` takes. */
  readonly signature: Uint8Array;
}

const TYPE =
  'Envelope(uint16 version,bytes32 cluster,bytes32 key,uint64 epoch,bytes32 session,uint16 round,uint16 from,uint16 to,bytes32 inbox,bytes32 body)';
const TYPE_HASH = keccak_256(utf8ToBytes(TYPE));
const DOMAIN_SEPARATOR = keccak_256(
  concatBytes(
    keccak_256(utf8ToBytes('EIP712Domain(string name,string version)')),
    keccak_256(utf8ToBytes('Quorate')),
    keccak_256(utf8ToBytes('1')),
  ),
);

function word(value: number): Uint8Array {
  const encoded = new Uint8Array(32);
  new DataView(encoded.buffer).setBigUint64(24, BigInt(value));
  return encoded;
}

/** EIP-712 digest of the envelope (32 bytes); `to = all` is 0, `body` is its keccak256. */
export function envelopeDigest(envelope: UnsignedEnvelope): Uint8Array {
  const structHash = keccak_256(
    concatBytes(
      TYPE_HASH,
      word(envelope.version),
      envelope.cluster,
      envelope.key,
      word(envelope.epoch),
      envelope.session,
      word(envelope.round),
      word(envelope.from),
      word(envelope.to === 'all' ? 0 : envelope.to),
      envelope.inbox,
      keccak_256(envelope.body),
    ),
  );
  return keccak_256(concatBytes(Uint8Array.of(0x19, 0x01), DOMAIN_SEPARATOR, structHash));
}

/** Signs with the node's identity key (32-byte secret); deterministic (RFC 6979), low-s. */
export function signEnvelope(envelope: UnsignedEnvelope, identitySecret: Uint8Array): Envelope {
  const recovered = secp256k1.sign(envelopeDigest(envelope), identitySecret, {
    prehash: false,
    lowS: true,
    format: 'recovered',
  });
  const signature = concatBytes(recovered.subarray(1), Uint8Array.of(27 + (recovered[0] ?? 0)));
  return { ...envelope, signature };
}

/** Whether `identity` (33-byte compressed public key) signed it: low-s, and with the v that `ecrecover` needs. */
export function verifyEnvelope(envelope: Envelope, identity: Uint8Array): boolean {
  const { signature } = envelope;
  const v = signature[64];
  if (signature.length !== 65 || (v !== 27 && v !== 28)) return false;
  return identityRecoveryId(signature.subarray(0, 64), envelopeDigest(envelope), identity) === v - 27;
}

const receiverCodec: Codec<PartyIndex | 'all'> = mapped(
  uint(0xffff),
  (value) => (value === 0 ? 'all' : partyIndexCodec.decode(value, 'to')),
  (to) => (to === 'all' ? 0 : to),
);

const anyEnvelopeCodec: Codec<Envelope> = struct<Envelope>({
  version: literal(ENVELOPE_VERSION),
  cluster: bytes(32),
  key: bytes(32),
  epoch: uint(0xffffffff),
  session: bytes(32),
  round: uint(0xffff, 1),
  from: partyIndexCodec,
  to: receiverCodec,
  inbox: bytes(32),
  body: bytes({ max: MAX_BODY_BYTES }),
  signature: bytes(65),
});

/** Decoding checks shapes and sizes; `verifyEnvelope` checks the signature. */
export const envelopeCodec: Codec<Envelope> = mapped(anyEnvelopeCodec, checkDirectBody, (envelope) => envelope);

function checkDirectBody(envelope: Envelope): Envelope {
  if (envelope.to !== 'all' && envelope.body.length > MAX_DIRECT_BODY_BYTES) {
    throw new Error(`a direct body of ${envelope.body.length} bytes, at most ${MAX_DIRECT_BODY_BYTES} are accepted`);
  }
  return envelope;
}
