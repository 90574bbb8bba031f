import { type FrameTap, SESSION_PROTOCOL, sessionFrameCodec } from '@quorate/network';
import { toHex } from '@quorate/requests';
import { type SigningDescriptor, signingSessionId } from '@quorate/tss-core';
import { namedPresignature } from '@quorate/tss-core/ecdsa';
import { decodeCbor, decodeFrame, envelopeDigest } from '@quorate/tss-core/wire';
import { offeredSession } from './controlFrames.ts';

/** What nodes have signed with presignatures, as it went over the wire. */
export class PresignatureAudit {
  /** Presignature by session, of sessions that were offered. */
  readonly #offered = new Map<string, string>();
  /** Digests of the shares that a node sent in a session. */
  readonly #shares = new Map<string, Set<string>>();

  /** Lets everything pass. */
  readonly tap: FrameTap = (from, _to, protocol, frame) => {
    const descriptor = offeredSession(protocol, frame);
    if (descriptor) this.offer(descriptor);
    if (protocol === SESSION_PROTOCOL) this.#read(from, frame);
    return [{ frame, delayMs: 0 }];
  };

  /** A session that somebody offers. */
  offer(descriptor: SigningDescriptor): void {
    const named = namedPresignature(descriptor);
    if (named) this.#offered.set(toHex(signingSessionId(descriptor)), toHex(named));
  }

  /** Each use of a presignature by a node, `node presignature`, and how many different shares it made. */
  uses(): ReadonlyMap<string, number> {
    const digests = new Map<string, Set<string>>();
    for (const [place, shares] of this.#shares) {
      const [node = '', session = ''] = place.split(' ');
      const presignature = this.#offered.get(session);
      if (presignature === undefined) continue;
      const use = `${node} ${presignature}`;
      digests.set(use, new Set([...(digests.get(use) ?? []), ...shares]));
    }
    return new Map([...digests].map(([use, shares]) => [use, shares.size]));
  }

  #read(from: string, frame: Uint8Array): void {
    const { session, payload } = decodeCbor(sessionFrameCodec, frame, frame.length);
    const said = decodeFrame(payload);
    if (said.kind !== 'envelope' || said.value.round !== 1) return;
    const place = `${from} ${toHex(session)}`;
    const digest = toHex(envelopeDigest(said.value));
    this.#shares.set(place, new Set([...(this.#shares.get(place) ?? []), digest]));
  }
}
