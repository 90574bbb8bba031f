import { RequestRejected } from '@quorate/tss-core';

/** What is said of a sealed share that does not open. */
export function sealedBlobRejected(): RequestRejected {
  return new RequestRejected(
    'sealed-blob-rejected',
    'a sealed share in the store is damaged, or belongs to another key, epoch or node',
    'restore node.db from a backup of this very node; the other nodes keep signing meanwhile',
  );
}
