import { bytesToHex } from '@noble/hashes/utils.js';
import { type Envelope, envelopeDigest, verifyEnvelope } from '../wire/envelope.ts';

/** `verifyEnvelope` that remembers what it answered: the same digest, signature and identity have one answer for ever. */
export function rememberingVerifier(): typeof verifyEnvelope {
  const answers = new Map<string, boolean>();
  return (envelope: Envelope, identity: Uint8Array) => {
    const question = [envelopeDigest(envelope), envelope.signature, identity].map(bytesToHex).join(' ');
    const known = answers.get(question);
    if (known !== undefined) return known;
    const answer = verifyEnvelope(envelope, identity);
    answers.set(question, answer);
    return answer;
  };
}
