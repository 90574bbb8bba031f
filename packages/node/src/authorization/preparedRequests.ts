import { type KeyContext, keyContextAt, type PreparedIntent, prepareIntent, type SignRequest } from '@quorate/requests';
import { type KeyCertificate, RecentMap } from '@quorate/tss-core';

/**
 * What a node makes of a request by itself. Not all that it decoded for it, which a node does not need: of a PSBT with large
 * previous transactions that is 70 times its bytes, so that sixteen of them would take all the memory there is.
 */
export interface Preparation extends Omit<PreparedIntent, 'attach'> {
  readonly context: KeyContext;
}

/** A session follows on the judgement within moments. */
const MAX_REMEMBERED = 16;

/**
 * Decoding a large transaction takes up to a second, and a node is asked about each at least twice. What comes of it depends on the
 * request and on the key alone, so both calls share it: while both objects are the same, as their decoders remember them.
 */
export class PreparedRequests {
  readonly #known = new RecentMap<SignRequest, Preparation & { readonly certificate: KeyCertificate }>(MAX_REMEMBERED);

  /** Throws RequestRejected where the intent is none that the key signs. */
  of(request: SignRequest, certificate: KeyCertificate): Preparation {
    const known = this.#known.get(request);
    if (known?.certificate === certificate) return known;
    const context = keyContextAt(certificate.statement, request.path);
    const { messages, description, needs } = prepareIntent(request.intent, context);
    const preparation = { certificate, context, messages, description, needs };
    this.#known.put(request, preparation);
    return preparation;
  }
}
