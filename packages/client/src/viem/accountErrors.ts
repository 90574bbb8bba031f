import type { RequestView } from '@quorate/requests';
import type { Failure } from '../outcome.ts';

/**
 * The nodes have not decided yet, and may still sign. `client.waitFor(requestId, …)` goes on waiting; what it returns has
 * the signed transaction or the signature as `artefact.text`.
 */
export class SignaturePending extends Error {
  readonly requestId: string;
  /** What the coordinator last said, unverified. */
  readonly view: RequestView;

  constructor(requestId: string, view: RequestView) {
    super(`request ${requestId} is not signed yet: wait for it by its id`);
    this.name = 'SignaturePending';
    this.requestId = requestId;
    this.view = view;
  }
}

/** There is no signature; `failure` says why, and whether it may come yet (`outcome-unknown`). */
export class SignatureRefused extends Error {
  readonly requestId: string;
  readonly failure: Failure;

  constructor(requestId: string, failure: Failure) {
    super(failure.hint === undefined ? failure.sentence : `${failure.sentence} (${failure.hint})`);
    this.name = 'SignatureRefused';
    this.requestId = requestId;
    this.failure = failure;
  }
}
