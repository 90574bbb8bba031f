import { messagesHash } from '@quorate/tss-core';
import { type ReadyDrawer, type ReadyWanted, readyOrDenied } from '../attestation/index.ts';
import type { AllowedCeremony, Denied } from '../authorization/index.ts';
import { READY_LIFETIME_MS } from '../sessions/readyLifetime.ts';
import type { Logger } from '../telemetry/index.ts';

/** What a module attests of a ceremony for a key or an aux generation, in which no messages are signed. */
export function attestedAbout(
  key: Uint8Array,
  { epoch, orderHash }: AllowedCeremony,
): Pick<ReadyWanted, 'key' | 'epoch' | 'subject' | 'contents'> {
  return { key, epoch, subject: orderHash, contents: messagesHash([]) };
}

/** The node's ready for a ceremony that it takes part in: good for as long as its order, and no longer than any other. */
export function ceremonyReady(
  { readies, now }: { readonly readies: ReadyDrawer; readonly now: () => number },
  { self: party, policyHash, order }: AllowedCeremony,
  about: ReturnType<typeof attestedAbout>,
): ReturnType<typeof readyOrDenied> {
  const expiresAt = Math.min(now() + READY_LIFETIME_MS, order.expiresAt * 1000);
  return readyOrDenied(() => readies.drawReady({ ...about, party, policyHash, now: now(), expiresAt }));
}

/** The answer to whoever prepares a ceremony that this node refuses. */
export function ceremonyDenied(log: Logger, { code, reasons }: Denied, what: string) {
  log.warn({ code, reasons }, what);
  return { kind: 'denied', value: { code, reasons } } as const;
}
