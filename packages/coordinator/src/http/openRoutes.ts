import type { Registry } from 'prom-client';
import { z } from 'zod';
import type { App } from './createServer.ts';

const health = z.strictObject({ status: z.literal('ok') });

/** Routes for those who run the coordinator: no secrets, no requests. */
export function openRoutes(app: App, registry: Registry, metricsAreOpen: boolean): void {
  app.get(
    '/healthz',
    {
      config: { open: true },
      schema: { summary: 'Whether the process serves', security: [], response: { 200: health } },
    },
    async () => ({ status: 'ok' as const }),
  );
  app.get('/openapi.json', { config: { open: true }, schema: { hide: true } }, async () => app.swagger());
  app.get('/metrics', { config: { open: metricsAreOpen }, schema: { hide: true } }, async (_, reply) => {
    const text = await registry.metrics();
    return reply.type(registry.contentType).serializer(String).send(text);
  });
}
