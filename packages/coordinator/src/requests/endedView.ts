import { bytesToHex } from '@noble/hashes/utils.js';
import { type RequestView, toBase64 } from '@quorate/requests';
import { signedAttestationCodec } from '@quorate/tss-core';
import { encodeCbor } from '@quorate/tss-core/wire';
import type { Fulfilment } from '../interfaces.ts';
import type { LiveRequest } from './liveRequest.ts';

/** The final view of a request; undefined if it stays pending, since only this process stops. */
export function endedView(live: LiveRequest, end: Fulfilment, nowMs: number): RequestView | undefined {
  const { reason, ...view } = live.view;
  const elapsedMs = Math.max(0, Math.round(nowMs - live.record.receivedAt));
  if (end.kind === 'signed') {
    const signatures = end.signatures.map(bytesToHex);
    const attestations = end.attestations.map((one) => toBase64(encodeCbor(signedAttestationCodec, one)));
    const attested = attestations.length > 0 ? { attestations } : {};
    return { ...view, state: 'signed', signatures, signers: [...end.signers], ...attested, elapsedMs };
  }
  if (live.cancelling) return { ...view, state: 'cancelled', reason: 'the desk cancelled it', elapsedMs };
  if (end.kind !== 'interrupted') return { ...view, state: end.kind, reason: end.reason, elapsedMs };
  if (live.interruption !== 'expired') return undefined;
  const last = reason ?? inSession(view.attempts);
  const why = last === undefined ? 'it expired' : `it expired; at last: ${last}`;
  return { ...view, state: 'expired', reason: why.slice(0, 2000), elapsedMs };
}

/** Who was signing: one of them let the others wait, and nobody can say which. */
function inSession(attempts: RequestView['attempts']): string | undefined {
  const last = attempts.at(-1);
  return last && `in a session of ${last.signers.join(', ')}`;
}
