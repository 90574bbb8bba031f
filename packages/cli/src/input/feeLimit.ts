import type { PreparedIntent } from '@quorate/requests';
import { EXIT } from '../output/exitCode.ts';
import { Failure } from '../output/failure.ts';
import { type Currency, parseAmount } from './parseAmount.ts';

/** Throws Failure where a transaction is not what the desk wants. */
export type Check = (prepared: PreparedIntent) => void;

/**
 * The desk's own bound on the fee of a transaction that somebody else may have built: a fee of the balance is a payment to
 * a stranger. `limit` is as it was typed, with its unit, since 0.5 is little of one and much of the other. Throws Failure.
 */
export function feeLimit(limit: string | undefined, currency: Currency): Check {
  if (limit === undefined) return () => undefined;
  const most = parseAmount(limit, { option: '--max-fee', currency });
  const [unit] = Object.keys(currency);
  return ({ fee }) => {
    if (fee !== undefined && fee <= most) return;
    throw new Failure(
      EXIT.failed,
      'fee-too-high',
      `the transaction pays a fee of ${fee ?? 'an unknown number of'} ${unit}, and --max-fee allows ${most}`,
      'Nothing was sent. Have it built with a lower fee, or raise --max-fee.',
    );
  };
}
