import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { QuorateClient, type VerifiedKey } from '@quorate/client';
import { fromHex, parseClusterFile } from '@quorate/requests';

/** The client of a desk in a directory as `quorate cluster up` writes it: cluster.json and desks/desk-1.key. */
export function deskClient(coordinatorUrl: string, directory: string, desk = 'desk-1'): QuorateClient {
  const read = (file: string) => readFileSync(join(directory, file), 'utf8');
  return new QuorateClient({
    coordinatorUrl,
    cluster: parseClusterFile(read('cluster.json')),
    desk: { id: desk, secret: fromHex(read(`desks/${desk}.key`).trim()) },
    now: Date.now,
    random: (length) => new Uint8Array(randomBytes(length)),
  });
}

/** A key by its name, checked against the cluster file before anything is paid to it or asked of it. */
export async function verifiedKey(client: QuorateClient, name: string): Promise<VerifiedKey> {
  const key = await client.key(name);
  if (key.kind === 'done') return key.value;
  throw new Error(key.sentence);
}
