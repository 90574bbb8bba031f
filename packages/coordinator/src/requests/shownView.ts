import { type RequestView, toBase64 } from '@quorate/requests';
import type { RequestRecord } from '../store/requestTable.ts';

/** With what the desk sent, so that it can verify the signatures even if it has forgotten. */
export function shown(view: RequestView, record: RequestRecord): RequestView {
  return { ...view, request: toBase64(record.signed) };
}

/** In a list without what is large. */
export function listed({ attestations: _, ...view }: RequestView): RequestView {
  return { ...view, attempts: view.attempts.map(({ evidence: __, ...attempt }) => attempt) };
}
