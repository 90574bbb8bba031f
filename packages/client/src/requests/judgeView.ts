import type { RequestView, SignedRequest } from '@quorate/requests';
import { RequestRejected } from '@quorate/tss-core';
import type { ClientConfig } from '../clientConfig.ts';
import type { Api } from '../http/api.ts';
import { printable } from '../http/printable.ts';
import type { KeyRing } from '../keys/keyRing.ts';
import type { Failure, RequestOutcome } from '../outcome.ts';
import { ownRequest } from './ownRequest.ts';
import { verifySignatures } from './verifySignatures.ts';

/** What judging takes. */
export interface Chamber {
  readonly config: ClientConfig;
  readonly api: Api;
  readonly keys: KeyRing;
}

/**
 * What a view is worth: a signature counts when it verifies, everything else is the coordinator's word.
 * @param held the request, where the caller has it
 */
export async function judgeView(chamber: Chamber, view: RequestView, held?: SignedRequest): Promise<RequestOutcome> {
  try {
    return await judge(chamber, view, held);
  } catch (problem) {
    if (problem instanceof RequestRejected) return chamber.api.lie(`about request ${view.id}, ${problem.message}`);
    throw problem;
  }
}

async function judge({ config, keys }: Chamber, view: RequestView, held?: SignedRequest): Promise<RequestOutcome> {
  const request = ownRequest(view, config.cluster, config.desk.id, held);
  if (view.state === 'pending') return { kind: 'pending', view };
  if (view.state !== 'signed') return { ...closed(view, view.state), view };
  const key = await keys.byId(view.key);
  return key.kind === 'done' ? verifySignatures(view, request, key.value) : key;
}

const WORDS = {
  denied: 'the nodes denied it',
  failed: 'it could not be signed',
  expired: 'it expired before it was signed',
  cancelled: 'it was cancelled',
} as const;

function closed(view: RequestView, state: keyof typeof WORDS): Failure {
  const denials = view.denials.map(({ node, reasons }) => `${node}: ${reasons.join(', ')}`);
  const why = [view.reason, ...denials].filter((text) => text !== undefined).join('; ');
  const sentence = `request ${view.id}: ${WORDS[state]}${why === '' ? '' : ` (${printable(why)})`}`;
  return { kind: state === 'cancelled' ? 'failed' : state, code: state, sentence };
}
