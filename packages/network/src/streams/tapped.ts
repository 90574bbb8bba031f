import type { FrameTap, MemberId, StreamHandle } from '../host.ts';

/** A handle whose frames pass through the fault injector first. Delayed copies die with `signal`. */
export function tapped(
  handle: StreamHandle,
  tap: FrameTap,
  self: MemberId,
  protocol: string,
  signal: AbortSignal,
): StreamHandle {
  const later = (to: MemberId, frame: Uint8Array, delayMs: number): void => {
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', cancel);
      handle.send(to, frame).catch(() => undefined);
    }, delayMs);
    const cancel = (): void => clearTimeout(timer);
    signal.addEventListener('abort', cancel, { once: true });
  };
  return {
    async send(to, frame) {
      const copies = tap(self, to, protocol, frame);
      for (const copy of copies) if (copy.delayMs > 0) later(to, copy.frame, copy.delayMs);
      const now = copies.filter((copy) => copy.delayMs <= 0);
      await Promise.all(now.map((copy) => handle.send(to, copy.frame)));
    },
  };
}
