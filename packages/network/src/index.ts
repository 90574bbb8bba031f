export * from './attestations/frame.ts';
export * from './commitments/frame.ts';
export { createControlClient } from './control/controlClient.ts';
export { REASON_CODE } from './control/fields.ts';
export { type KeyList, MAX_LISTED_KEYS } from './control/keyList.ts';
export * from './control/methods.ts';
export {
  type AttestationFork,
  type AttestationStatus,
  MAX_LISTED_STOCKS,
  type NodeStatus,
  type PresignatureLevel,
  type PresignatureStatus,
  type PrimeProgress,
} from './control/nodeStatus.ts';
export type { AuxReadiness, Denial, Readiness } from './control/readiness.ts';
export type {
  AuxAnswer,
  KeygenAnswer,
  PresignAnswer,
  Refusal,
  ReportedFault,
  SignResult,
  Stall,
} from './control/results.ts';
export * from './control/rpc.ts';
export { type ServeOptions, serveControl } from './control/serveControl.ts';
export { createHost } from './createHost.ts';
export * from './errors.ts';
export * from './host.ts';
export * from './session/frame.ts';
export { TokenBucket } from './streams/tokenBucket.ts';
