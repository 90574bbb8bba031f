import { join, resolve } from 'node:path';

/** Where everything of a local cluster lies. All paths are absolute. */
export interface ClusterLayout {
  readonly dir: string;
  readonly clusterFile: string;
  readonly clientConfig: string;
  readonly runFile: string;
  /** Held while the daemons are being started. */
  readonly upLock: string;
  readonly deskKey: string;
  readonly adminKey: string;
  readonly coordinator: CoordinatorLayout;
  node(id: string): NodeLayout;
}

export interface CoordinatorLayout {
  readonly dir: string;
  readonly config: string;
  readonly identityKey: string;
  readonly dataDir: string;
  readonly log: string;
}

export interface NodeLayout {
  readonly dir: string;
  readonly config: string;
  readonly identityKey: string;
  readonly passphrase: string;
  /** Of the software token of a node whose shares a module seals. */
  readonly pin: string;
  readonly soPin: string;
  readonly rules: string;
  readonly dataDir: string;
  readonly log: string;
}

export const DEFAULT_DIR = '.quorate';
export const COORDINATOR_ID = 'coordinator-1';
export const DESK_ID = 'desk-1';
export const ADMIN_ID = 'admin-1';

/** The node of a local cluster whose shares SoftHSM2 seals. */
export const COSIGNER_ID = 'hsm-1';

export function nodeId(position: number): string {
  return `node-${position}`;
}

export function clusterLayout(directory: string): ClusterLayout {
  const dir = resolve(directory);
  const coordinator = join(dir, 'coordinator');
  return {
    dir,
    clusterFile: join(dir, 'cluster.json'),
    clientConfig: join(dir, 'client.yaml'),
    runFile: join(dir, 'run.json'),
    upLock: join(dir, 'up.lock'),
    deskKey: join(dir, 'desks', `${DESK_ID}.key`),
    adminKey: join(dir, 'admins', `${ADMIN_ID}.key`),
    coordinator: {
      dir: coordinator,
      config: join(coordinator, 'coordinator.yaml'),
      identityKey: join(coordinator, 'identity.key'),
      dataDir: join(coordinator, 'data'),
      log: join(coordinator, 'coordinator.log'),
    },
    node: (id) => nodeLayout(join(dir, 'nodes', id)),
  };
}

function nodeLayout(dir: string): NodeLayout {
  return {
    dir,
    config: join(dir, 'node.yaml'),
    identityKey: join(dir, 'identity.key'),
    passphrase: join(dir, 'passphrase'),
    pin: join(dir, 'pin'),
    soPin: join(dir, 'so-pin'),
    rules: join(dir, 'rules.yaml'),
    dataDir: join(dir, 'data'),
    log: join(dir, 'node.log'),
  };
}
