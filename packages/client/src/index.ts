export type { OrderDraft } from './ceremonies/buildOrder.ts';
export type { ClientConfig, Signer, WaitOptions } from './clientConfig.ts';
export type { KeyListing } from './keys/keyRing.ts';
export type { RefusedKey, VerifiedKey } from './keys/verifiedKey.ts';
export { verifyKey } from './keys/verifyKey.ts';
export type {
  CeremonyOutcome,
  Failure,
  Pending,
  RequestOutcome,
  RequestSummary,
  Result,
  Signed,
} from './outcome.ts';
export { QuorateClient } from './quorateClient.ts';
export type { BuiltRequest, RequestDraft } from './requests/buildRequest.ts';
