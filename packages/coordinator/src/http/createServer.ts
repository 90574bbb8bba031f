import { createServer as createHttpServer } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import swagger, { type SwaggerTransform } from '@fastify/swagger';
import { type ClusterFile, MAX_REQUEST_BYTES } from '@quorate/requests';
import { RequestRejected } from '@quorate/tss-core';
import {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  fastify,
  type RawReplyDefaultExpression,
  type RawRequestDefaultExpression,
  type RawServerDefault,
} from 'fastify';
import type { Services } from '../interfaces.ts';
import type { Logger } from '../telemetry/log.ts';
import type { Metrics } from '../telemetry/metrics.ts';
import { clusterRoutes, requestRoutes } from './apiRoutes.ts';
import { authenticate } from './auth.ts';
import { errorAnswer } from './errors.ts';
import { openRoutes } from './openRoutes.ts';
import { jsonSchemas, serializerCompiler, validatorCompiler, type ZodTypes } from './zodRoutes.ts';

/** The largest body is a base64 request with a few bytes of JSON around it. */
const BODY_LIMIT = Math.ceil(MAX_REQUEST_BYTES / 3) * 4 + 1024;
/** A call must have arrived whole by then: nobody holds connections open by sending slowly. */
const RECEIVE_TIMEOUT_MS = 30_000;

export type App = FastifyInstance<
  RawServerDefault,
  RawRequestDefaultExpression<RawServerDefault>,
  RawReplyDefaultExpression<RawServerDefault>,
  FastifyBaseLogger,
  ZodTypes
>;

export interface ServerModules {
  readonly services: Services;
  readonly cluster: ClusterFile;
  readonly version: string;
  readonly metrics: Metrics;
  /** Whether `/metrics` answers anybody: only where nobody but this machine can ask. */
  readonly metricsAreOpen: boolean;
  readonly now: () => number;
  readonly log: Logger;
  /** PEM; plain HTTP without. */
  readonly tls: { readonly cert: string; readonly key: string } | undefined;
}

/** The HTTP API, not listening yet. */
export async function createServer(modules: ServerModules): Promise<App> {
  const app = fastify({
    bodyLimit: BODY_LIMIT,
    exposeHeadRoutes: false,
    // fastify leaves the timeouts of a server it did not make to whoever made it.
    serverFactory: (handler) =>
      modules.tls
        ? createHttpsServer({ ...modules.tls, requestTimeout: RECEIVE_TIMEOUT_MS }, handler)
        : createHttpServer({ requestTimeout: RECEIVE_TIMEOUT_MS }, handler),
    frameworkErrors: (problem, request, reply) => sendError(problem, request, reply, modules.log),
  }).withTypeProvider<ZodTypes>();
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  takeBodies(app);
  answerErrors(app, modules.log);
  addHooks(app, modules);
  await app.register(swagger, { openapi: openapi(modules.version), transform: describeRoute });
  requestRoutes(app, modules.services);
  clusterRoutes(app, modules.services);
  openRoutes(app, modules.metrics.registry, modules.metricsAreOpen);
  return app;
}

const CALLER = 'Quorate desk="<id>", time="<unix seconds>", signature="<Ed25519, hex>"; or admin="<id>"';

function openapi(version: string) {
  const description = 'Trust nothing it says: clients verify keys and signatures against their own cluster file.';
  const caller = { type: 'apiKey', in: 'header', name: 'Authorization', description: CALLER } as const;
  return {
    openapi: '3.1.0',
    info: { title: 'Quorate coordinator', version, description },
    components: { securitySchemes: { caller } },
    security: [{ caller: [] }],
  };
}

const describeRoute: SwaggerTransform = ({ schema, url }) => ({ schema: jsonSchemas(schema ?? {}), url });

/** JSON only, and the bytes as they came are kept for the caller's signature. */
function takeBodies(app: App): void {
  app.decorateRequest('rawBody', undefined);
  app.decorateRequest('verifiedCaller', undefined);
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, async (request: FastifyRequest, body: Buffer) => {
    request.rawBody = body;
    return parseJson(body);
  });
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw new RequestRejected('bad-body', 'body: not valid JSON');
  }
}

function answerErrors(app: App, log: Logger): void {
  app.setErrorHandler((problem, request, reply) => sendError(problem, request, reply, log));
  app.setNotFoundHandler((request) => {
    const path = request.url.split('?')[0];
    throw new RequestRejected('unknown-route', `there is no ${request.method} ${path}`, 'see: GET /openapi.json');
  });
}

function sendError(problem: unknown, request: FastifyRequest, reply: FastifyReply, log: Logger): void {
  const { status, body } = errorAnswer(problem, request.id);
  const { id: call, method } = request;
  if (status === 500) log.error({ call, method, err: problem }, 'a call met an error of ours');
  reply.code(status).type('application/json').serializer(JSON.stringify).send(body);
}

function addHooks(app: App, { cluster, now, metrics, log }: ServerModules): void {
  // After the body was read, since the signature covers it, and before anything else looks at it.
  app.addHook('preValidation', async (request) => {
    if (!request.is404 && !request.routeOptions.config.open) authenticate(request, cluster, now());
  });
  app.addHook('onResponse', async (request, reply) => {
    const { method, id: call, verifiedCaller } = request;
    const route = request.routeOptions.url ?? 'unknown';
    metrics.httpRequests.inc({ route, status: reply.statusCode });
    const ms = Math.round(reply.elapsedTime);
    log.debug({ call, method, route, status: reply.statusCode, caller: verifiedCaller?.id, ms }, 'call answered');
  });
}
