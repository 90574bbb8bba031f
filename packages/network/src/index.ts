export * from './attestations/frame.ts';
export * from './commitments/frame.ts';
export { createControlClient } from './control/controlClient.ts';
export * from './control/methods.ts';
export * from './control/rpc.ts';
export { type ServeOptions, serveControl } from './control/serveControl.ts';
export {
  type AttestationFork,
  type AttestationStatus,
  type AuxAnswer,
  type AuxReadiness,
  type Denial,
  type KeygenAnswer,
  type KeyList,
  MAX_LISTED_AUX,
  MAX_LISTED_KEYS,
  MAX_LISTED_STOCKS,
  type NodeStatus,
  type PresignAnswer,
  type PresignatureLevel,
  type PresignatureStatus,
  type PrimeProgress,
  REASON_CODE,
  type Readiness,
  type Refusal,
  type ReportedFault,
  type SignResult,
  type Stall,
} from './control/shapes.ts';
export { createHost } from './createHost.ts';
export * from './errors.ts';
export * from './host.ts';
export * from './session/frame.ts';
