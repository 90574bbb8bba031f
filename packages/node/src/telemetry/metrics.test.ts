import { expect, test } from 'vitest';
import { createMetrics } from './metrics.ts';

test('every metric is served under our prefix, with help', async () => {
  const metrics = createMetrics();
  metrics.sessions.inc({ protocol: 'signing', outcome: 'done' });
  metrics.sessionSeconds.observe({ protocol: 'signing', outcome: 'done' }, 0.2);
  metrics.requests.inc({ decision: 'denied', code: 'expired' });
  metrics.activeKeys.set(2);
  const text = await metrics.registry.metrics();
  expect(text).toContain('quorate_sessions_total{protocol="signing",outcome="done"} 1');
  expect(text).toContain('quorate_requests_total{decision="denied",code="expired"} 1');
  expect(text).toContain('quorate_keys_active 2');
  expect(text).toMatch(/quorate_event_loop_delay_seconds\{quantile="0\.99"\} \d/);
  for (const { name, help } of await metrics.registry.getMetricsAsJSON()) {
    expect(name).toMatch(/^quorate_/);
    expect(help).toMatch(/^[A-Z].*\.$/);
  }
});

test('two nodes in one process do not share their counts', async () => {
  const [a, b] = [createMetrics(), createMetrics()];
  a.linksUp.set(3);
  expect(await b.registry.metrics()).toContain('quorate_links_up 0');
});
