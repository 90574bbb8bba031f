import {
  type Caller,
  cancelBodySchema,
  ceremonyViewSchema,
  errorBodySchema,
  fromBase64,
  hex,
  keyListSchema,
  listQuerySchema,
  orderBodySchema,
  requestIdSchema,
  requestListSchema,
  requestViewSchema,
  type SubmitBody,
  statusViewSchema,
  submitBodySchema,
  waitQuerySchema,
} from '@quorate/requests';
import { RequestRejected } from '@quorate/tss-core';
import { z } from 'zod';
import type { Services } from '../interfaces.ts';
import { callerOf } from './auth.ts';
import type { App } from './createServer.ts';

const DEFAULT_LISTED = 50;
const requestParams = z.strictObject({ id: requestIdSchema });
const ceremonyParams = z.strictObject({ orderHash: hex(32) });

/** `/v1/requests`: what desks ask for. */
export function requestRoutes(app: App, { requests }: Services): void {
  app.post(
    '/v1/requests',
    {
      schema: {
        summary: 'Ask for a signature; the same request again gives its state; `wait` as below',
        body: submitBodySchema,
        querystring: waitQuerySchema,
        response: { 200: requestViewSchema, 202: requestViewSchema, default: errorBodySchema },
      },
    },
    async (request, reply) => {
      const caller = callerOf(request);
      const { id, isNew } = submitted(requests, caller, request.body);
      const [shown] = await Promise.all([requests.find(caller, id, request.query.wait ?? 0), requests.stored()]);
      return reply.code(isNew && shown.state === 'pending' ? 202 : 200).send(shown);
    },
  );
  app.get(
    '/v1/requests',
    {
      schema: {
        summary: "The caller's requests, newest first; an admin sees those of every desk",
        querystring: listQuerySchema,
        response: { 200: requestListSchema, default: errorBodySchema },
      },
    },
    async (request) => ({
      requests: [...requests.list(callerOf(request), request.query.limit ?? DEFAULT_LISTED)],
    }),
  );
  app.get(
    '/v1/requests/:id',
    {
      schema: {
        summary: 'One request; `wait` holds the answer back until it is no longer pending',
        params: requestParams,
        querystring: waitQuerySchema,
        response: { 200: requestViewSchema, default: errorBodySchema },
      },
    },
    (request) => requests.find(callerOf(request), request.params.id, request.query.wait ?? 0),
  );
  app.post(
    '/v1/requests/:id/cancel',
    {
      schema: {
        summary: 'Take a pending request back',
        params: requestParams,
        body: cancelBodySchema,
        response: { 200: requestViewSchema, default: errorBodySchema },
      },
    },
    (request) => requests.cancel(callerOf(request), request.params.id, bytesOf(request.body.cancel, 'cancel')),
  );
}

/** The call may wait from here on, and a desk may make many: it lets go of the request's bytes, a megabyte perhaps. */
function submitted(requests: Services['requests'], caller: Caller, body: SubmitBody): { id: string; isNew: boolean } {
  const { view, isNew } = requests.submit(caller, bytesOf(body.request, 'request'));
  body.request = '';
  return { id: view.id, isNew };
}

/** `/v1/ceremonies`: what admins order, and `/v1/keys`, `/v1/status`: what there is. */
export function clusterRoutes(app: App, { ceremonies, keys, status }: Services): void {
  app.post(
    '/v1/ceremonies',
    {
      schema: {
        summary: 'Start the key ceremony that admins ordered; the same order again gives its state',
        body: orderBodySchema,
        response: { 200: ceremonyViewSchema, 202: ceremonyViewSchema, default: errorBodySchema },
      },
    },
    async (request, reply) => {
      const { view, isNew } = ceremonies.submit(bytesOf(request.body.order, 'order'));
      return reply.code(isNew ? 202 : 200).send(view);
    },
  );
  app.get(
    '/v1/ceremonies/:orderHash',
    {
      schema: {
        summary: 'One ceremony; `wait` holds the answer back until it is no longer running',
        params: ceremonyParams,
        querystring: waitQuerySchema,
        response: { 200: ceremonyViewSchema, default: errorBodySchema },
      },
    },
    (request) => ceremonies.find(request.params.orderHash, request.query.wait ?? 0),
  );
  app.get(
    '/v1/keys',
    {
      schema: {
        summary: 'Every key with its order, certificate and proofs of storage, for the caller to verify',
        response: { 200: keyListSchema, default: errorBodySchema },
      },
    },
    async () => ({ keys: [...keys()] }),
  );
  app.get(
    '/v1/status',
    {
      schema: {
        summary: 'The coordinator, the cluster, and what every node says of itself',
        response: { 200: statusViewSchema, default: errorBodySchema },
      },
    },
    () => status(),
  );
}

/** The schema allows base64 that is not canonical, with bits beyond the last byte. */
function bytesOf(base64: string, field: string): Uint8Array {
  try {
    return fromBase64(base64);
  } catch {
    throw new RequestRejected('bad-body', `body: ${field}: not canonical base64`);
  }
}
