import { sha256 } from '@noble/hashes/sha2.js';
import { utf8ToBytes } from '@noble/hashes/utils.js';
import { RequestRejected } from '@quorate/tss-core';
import { taggedHash } from '@quorate/tss-core/wire';
import type { ClusterFile } from '../cluster/clusterFile.ts';
import { findAdmin, findDesk } from '../cluster/members.ts';
import { signEd25519, verifyStrict } from '../ed25519/strictEd25519.ts';
import { fromHex, toHex } from '../schema/encoding.ts';

export const HTTP_TAG = 'quorate/http/1';
/** How far the caller's clock may be off, either way. */
export const MAX_CLOCK_SKEW_SECONDS = 60;

export interface HttpCall {
  /** Upper case. */
  readonly method: string;
  /** From `/v1` on, with the query string: `/v1/requests?limit=5`. */
  readonly path: string;
  /** The body's bytes; empty when there is none. */
  readonly body: Uint8Array;
}

export interface Caller {
  readonly kind: 'desk' | 'admin';
  readonly id: string;
}

const FORM = /^Quorate (desk|admin)="([a-z0-9-]{1,32})", time="([0-9]{1,12})", signature="([0-9a-f]{128})"$/;

/**
 * The `Authorization` header by which a desk or an admin makes one call.
 * @param secret 32-byte Ed25519 seed
 * @param nowMs Unix milliseconds
 */
export function authHeader(caller: Caller, secret: Uint8Array, call: HttpCall, nowMs: number): string {
  const time = String(Math.floor(nowMs / 1000));
  const signature = toHex(signEd25519(callHash(call, time), secret));
  return `Quorate ${caller.kind}="${caller.id}", time="${time}", signature="${signature}"`;
}

/** Who makes the call. Throws RequestRejected `unauthenticated`. */
export function verifyAuthHeader(
  header: string | undefined,
  call: HttpCall,
  cluster: ClusterFile,
  nowMs: number,
): Caller {
  if (header === undefined) refuse('this call needs an Authorization header signed by a desk or an admin');
  const [, kind, id = '', time = '', signature = ''] = FORM.exec(header) ?? [];
  if (kind !== 'desk' && kind !== 'admin') {
    refuse('the Authorization header must read: Quorate desk="…", time="…", signature="…"');
  }
  const member = kind === 'desk' ? findDesk(cluster, id) : findAdmin(cluster, id);
  if (!member) refuse(`the cluster file has no ${kind} ${id}`);
  checkClock(Number(time), nowMs);
  if (!verifyStrict(fromHex(signature), callHash(call, time), fromHex(member.publicKey))) {
    refuse(`the signature in the Authorization header is not ${kind} ${id}'s over this call`);
  }
  return { kind, id };
}

function callHash({ method, path, body }: HttpCall, time: string): Uint8Array {
  return taggedHash(HTTP_TAG, utf8ToBytes(method), utf8ToBytes(path), utf8ToBytes(time), sha256(body));
}

function checkClock(seconds: number, nowMs: number): void {
  const skew = Math.round(Math.abs(nowMs / 1000 - seconds));
  if (skew <= MAX_CLOCK_SKEW_SECONDS) return;
  refuse(
    `the caller's clock is ${skew} s away from the coordinator's, at most ${MAX_CLOCK_SKEW_SECONDS} s are allowed`,
  );
}

function refuse(sentence: string): never {
  throw new RequestRejected('unauthenticated', sentence);
}
