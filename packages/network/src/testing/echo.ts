/** A protocol for tests, wide enough not to be in their way. */
export const echoLimits = {
  id: '/test/echo/1.0.0',
  maxFrameBytes: 2 << 20,
  maxQueuedFrames: 10_000,
  maxQueuedBytes: 64 << 20,
  framesPerSecond: 50_000,
};
