import { type Ready, readyCodec } from '@quorate/tss-core';
import { type Decoded, list, struct, variant } from '@quorate/tss-core/wire';
import { code, reason } from './fields.ts';
import { type PrimeProgress, primeProgressCodec } from './nodeStatus.ts';

/** The node would not join: `reasons` are sentences for a person. */
export interface Denial {
  readonly code: string;
  readonly reasons: readonly string[];
}
const denialCodec = struct<Denial>({ code, reasons: list(reason, { max: 32 }) });

export const readinessCodec = variant<{ ready: Ready; denied: Denial }>({
  ready: readyCodec,
  denied: denialCodec,
});
/** `{kind: 'ready', value: Ready} | {kind: 'denied', value: Denial}` */
export type Readiness = Decoded<typeof readinessCodec>;

export const auxReadinessCodec = variant<{ ready: Ready; preparing: PrimeProgress; denied: Denial }>({
  ready: readyCodec,
  preparing: primeProgressCodec,
  denied: denialCodec,
});
/** As `Readiness`; while the node looks for primes it says how far it is. */
export type AuxReadiness = Decoded<typeof auxReadinessCodec>;
