export { SignaturePending, SignatureRefused } from './accountErrors.ts';
export { type AccountOptions, quorateAccount } from './quorateAccount.ts';
