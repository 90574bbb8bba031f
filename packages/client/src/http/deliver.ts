import type { ClientConfig, WaitOptions } from '../clientConfig.ts';
import type { Result } from '../outcome.ts';
import { outcomeUnknown } from './failures.ts';
import { poll } from './poll.ts';

/**
 * Sends something that is done once however often it is sent, until the coordinator has answered. When it cannot be
 * reached at first, nothing was sent and it ends at once; once it may have been sent it is tried until `until`.
 */
export async function deliver<T>(
  config: ClientConfig,
  { until, signal }: Pick<WaitOptions<T>, 'until' | 'signal'>,
  send: () => Promise<Result<T>>,
): Promise<Result<T>> {
  let sent = false;
  const sendOnce = async (): Promise<Result<Result<T>>> => {
    const result = await send();
    sent ||= result.kind === 'outcome-unknown';
    const isOpen = sent && (result.kind === 'outcome-unknown' || result.kind === 'unreachable');
    return isOpen ? result : { kind: 'done', value: result };
  };
  const wait = { until, ...(signal ? { signal } : {}) };
  const { view } = await poll<Result<T>>(config, wait, sendOnce, () => true);
  return view ?? outcomeUnknown(config.coordinatorUrl);
}
