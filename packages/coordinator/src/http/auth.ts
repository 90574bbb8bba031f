import { type Caller, type ClusterFile, verifyAuthHeader } from '@quorate/requests';
import { RequestRejected } from '@quorate/tss-core';
import type { FastifyRequest } from 'fastify';

/** What the hooks know about a call beside what fastify does. */
declare module 'fastify' {
  interface FastifyRequest {
    /** The body as it came, which the caller's signature covers; undefined without one, and once that was verified. */
    rawBody: Uint8Array | undefined;
    verifiedCaller: Caller | undefined;
  }
  interface FastifyContextConfig {
    /** Answers without an Authorization header. */
    open?: boolean;
  }
}

const NO_BODY = new Uint8Array(0);

/** Remembers who makes the call. Throws RequestRejected `unauthenticated`. */
export function authenticate(request: FastifyRequest, cluster: ClusterFile, nowMs: number): void {
  const { method, url: path, rawBody: body = NO_BODY, headers } = request;
  request.verifiedCaller = verifyAuthHeader(headers.authorization, { method, path, body }, cluster, nowMs);
  request.rawBody = undefined;
}

export function callerOf({ verifiedCaller }: FastifyRequest): Caller {
  if (verifiedCaller) return verifiedCaller;
  throw new RequestRejected('unauthenticated', 'this call needs an Authorization header signed by a desk or an admin');
}
