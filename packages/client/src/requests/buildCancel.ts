import {
  clusterId,
  encodeSignedCancel,
  type RequestView,
  requestHash,
  type SignedRequest,
  signCancel,
  toBase64,
} from '@quorate/requests';
import type { ClientConfig } from '../clientConfig.ts';
import { ownRequest } from './ownRequest.ts';

/**
 * A signed cancel order, base64, for a request that is this desk's own: the hash is computed from the request itself,
 * so that a false view cannot make the desk cancel another.
 * Throws RequestRejected when the view is about anything else.
 */
export function buildCancel(config: ClientConfig, view: RequestView, held?: SignedRequest): string {
  const { cluster, desk, now } = config;
  const { request } = ownRequest(view, cluster, desk.id, held);
  const cancel = {
    version: 1,
    cluster: clusterId(cluster),
    requestHash: requestHash(request),
    desk: desk.id,
    createdAt: Math.floor(now() / 1000),
  } as const;
  return toBase64(encodeSignedCancel(signCancel(cancel, desk.secret)));
}
