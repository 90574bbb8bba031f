import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { toHex } from '@quorate/requests';
import { sampleCluster } from '@quorate/requests/testing';

/** The files of a coordinator as an operator writes them, for the sample cluster. */
export interface CoordinatorFolder {
  readonly config: string;
  readonly path: string;
  remove(): void;
}

export function coordinatorFolder(http = '{port: 0}'): CoordinatorFolder {
  const path = mkdtempSync(join(tmpdir(), 'quorate-coordinator-'));
  const { cluster, secret } = sampleCluster();
  writeFileSync(join(path, 'cluster.json'), JSON.stringify(cluster));
  writeFileSync(join(path, 'identity.key'), toHex(secret('coordinator-1')), { mode: 0o600 });
  const config = join(path, 'coordinator.yaml');
  const paths = 'clusterFile: cluster.json\nidentityKeyFile: identity.key\ndataDir: data\n';
  writeFileSync(config, `version: 1\nid: coordinator-1\n${paths}http: ${http}\n`);
  return { config, path, remove: () => rmSync(path, { recursive: true }) };
}
