import { type ClientConfig, QuorateClient } from '@quorate/client';
import type { StatusView } from '@quorate/requests';
import { type ClientConfig as ConfigFile, loadClientConfig } from '../config/clientConfig.ts';
import { readSecret } from '../config/readSecret.ts';
import type { Context } from '../context.ts';
import { EXIT } from '../output/exitCode.ts';
import { Failure } from '../output/failure.ts';
import { asFailure } from './unwrap.ts';

export interface Connection {
  readonly client: QuorateClient;
  readonly config: ConfigFile;
}

/** A client for the cluster in the context's directory, speaking as its desk, and as its admin where keys are ordered. */
export async function connect(context: Context, as: 'desk' | 'admin' = 'desk'): Promise<Connection> {
  const config = await loadClientConfig(context.dir);
  const { now, random } = context;
  const signers: Pick<ClientConfig, 'desk' | 'admin'> = {
    desk: { id: config.desk.id, secret: await readSecret(config.desk.keyFile) },
    ...(as === 'admin' ? { admin: await connectedAdmin(config) } : {}),
  };
  const { cluster, coordinator } = config;
  return { client: new QuorateClient({ coordinatorUrl: coordinator, cluster, ...signers, now, random }), config };
}

/** The admin of this directory, with its secret. Throws a Failure `no-admin`. */
export async function connectedAdmin({ admin: signer }: ConfigFile) {
  if (signer) return { id: signer.id, secret: await readSecret(signer.keyFile) };
  throw new Failure(
    EXIT.failed,
    'no-admin',
    'keys are ordered by admins, and client.yaml names none',
    'Add `admin: {id, keyFile}` to client.yaml.',
  );
}

/** The coordinator's view of the cluster; undefined while it cannot be reached. Throws a Failure `other-cluster`. */
export async function tryStatus(context: Context): Promise<StatusView | undefined> {
  const { client } = await connect(context);
  const status = await client.status();
  if (status.kind === 'done') return status.value;
  if (status.code === 'other-cluster') throw asFailure(status);
  return undefined;
}
