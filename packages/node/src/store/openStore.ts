import type { Store } from './store.ts';

/**
 * Opens, or creates, the store of a data directory and locks the directory for this process. RequestRejected
 * `data-in-use`, `store-corrupt`, `store-too-new`, `data-unreadable`; in all of them nothing was changed.
 */
export declare function openStore(dataDir: string): Store;
