import { Gauge, type Registry } from 'prom-client';
import type { HeavyVault } from '../vault/heavy/heavyVault.ts';

/** Shows how many randomizers there were at the scrape before: who counts them may be computing for seconds. */
export function countRandomizers(heavy: Pick<HeavyVault, 'prepared'>, registry: Registry): void {
  const gauge = new Gauge({
    name: 'quorate_randomizers_prepared',
    help: 'Randomizers prepared for ECDSA sessions that find no presignature, at the scrape before.',
    registers: [registry],
    collect() {
      heavy.prepared({}).then(
        ({ size }) => gauge.set(size),
        () => gauge.set(0), // a vault that has ended has none
      );
    },
  });
}
