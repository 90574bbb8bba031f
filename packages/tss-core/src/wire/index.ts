// What is written and signed.

// Strict deterministic CBOR.

export {
  bool,
  bytes,
  type Codec,
  choice,
  type Decoded,
  DecodeError,
  decodeCbor,
  encodeCbor,
  list,
  literal,
  mapped,
  nullable,
  struct,
  text,
  uint,
  variant,
  type WireValue,
} from './codec.ts';

// Statements, envelopes, frames.

export { decodeFrame, encodeFrame, type Frame, MAX_FRAME_BYTES } from '../session/frame.ts';
export {
  ENVELOPE_VERSION,
  type Envelope,
  envelopeCodec,
  envelopeDigest,
  MAX_BODY_BYTES,
  type SessionHeader,
  signEnvelope,
} from './envelope.ts';
export { taggedHash } from './hash.ts';
export { inboxHash } from './inbox.ts';
export { type StatementType, signStatement, statementHash, verifyStatement } from './statement.ts';

// Parts of messages.

export { signedBatchCodec } from '../frost/stock/commitmentBatch.ts';
export { affineCodec, elementCodec, pointCodec, scalarCodec } from '../groups/codecs.ts';
export { assignmentCodec, bytes32, partyCodec, partyIndexCodec, schemeCodec } from '../keys/structure.ts';
