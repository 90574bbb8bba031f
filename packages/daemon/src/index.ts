export { privateFile } from './privateFile.ts';
export { stdoutLines } from './stdoutLines.ts';
export { transaction } from './transaction.ts';
export { unsynced, WalSync } from './walSync.ts';
