import { intentCodec, keyContextAt, prepareIntent, type RequestView, toHex } from '@quorate/requests';
import { equalBytes, RequestRejected } from '@quorate/tss-core';
import { encodeCbor } from '@quorate/tss-core/wire';
import type { Result } from '../outcome.ts';
import type { BuiltRequest, RequestDraft } from './buildRequest.ts';
import type { Chamber } from './judgeView.ts';
import { ownRequest } from './ownRequest.ts';

/** The request behind the view, if it asks for what the draft asks for. */
export function sentBefore(
  { config, api }: Chamber,
  view: RequestView,
  { key, intent, path = [], cosigners = [] }: RequestDraft,
): Result<BuiltRequest> {
  try {
    const signed = ownRequest(view, config.cluster, config.desk.id);
    const encode = (value: typeof intent) => encodeCbor(intentCodec, value);
    const { request } = signed;
    const isSame =
      equalBytes(encode(request.intent), encode(intent)) &&
      toHex(request.key) === key.id &&
      request.path.join('/') === path.join('/') &&
      request.cosigners.join() === [...new Set(cosigners)].sort().join();
    const context = keyContextAt(key.certificate.statement, path);
    if (isSame) return { kind: 'done', value: { signed, key, prepared: prepareIntent(intent, context) } };
  } catch (problem) {
    if (problem instanceof RequestRejected) return api.lie(`about request ${view.id}, ${problem.message}`);
    throw problem;
  }
  return {
    kind: 'failed',
    code: 'conflict',
    sentence: `request ${view.id} was sent before, and asks for something else`,
    hint: 'choose another id',
  };
}
