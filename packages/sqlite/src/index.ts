export { transaction } from './transaction.ts';
export { unsynced, WalSync } from './walSync.ts';
