import { dirname, join } from 'node:path';
import { clusterId } from '@quorate/requests';
import { equalBytes, RequestRejected } from '@quorate/tss-core';
import { type EcdsaProfile, PROFILE_3072 } from '@quorate/tss-core/ecdsa';
import type { AttestationSigner } from '../attestation/index.ts';
import { Cells } from '../cells/cells.ts';
import { cellVault } from '../cells/cellVault.ts';
import { startCell } from '../cells/startCell.ts';
import { type ModuleConfig, type NodeConfig, type PassphraseConfig, readKeyFile, readSecret } from '../config/index.ts';
import { ModuleClient } from '../keystore/pkcs11/host/moduleClient.ts';
import { type ModuleHost, startModuleHost } from '../keystore/pkcs11/host/startModuleHost.ts';
import type { MetaStore } from '../store/index.ts';
import { startVault, type VaultOptions, type VaultThread } from './startVault.ts';
import type { Vault } from './vault.ts';

export interface UnlockedVault {
  readonly vault: Vault;
  /** The process that talks to the module, where one seals the shares. */
  readonly module: ModuleHost | undefined;
  /** The module's attestation key. */
  readonly signer: AttestationSigner | undefined;
  /** Resolves when a thread or process that the secrets need has ended, with the problem if nobody asked it to. */
  readonly ended: Promise<Error | undefined>;
  close(): Promise<void>;
}

/** Starts what holds the secrets of a node, and gives it those of its operator. Nothing is left running when it throws. */
export async function unlockVault(
  config: NodeConfig,
  meta: MetaStore,
  numbers: Pick<VaultOptions, 'profile' | 'primes'> = {},
): Promise<UnlockedVault> {
  // Who keeps no presignatures keeps nothing else that a clone of the process could use a second time.
  const thread = startVault({ ...numbers, prepares: config.presignatures.high > 0 });
  try {
    const { keystore } = config;
    return keystore.kind === 'passphrase'
      ? await withPassphrase(thread, config, keystore, meta)
      : await withModule(thread, config, keystore, meta, numbers.profile ?? PROFILE_3072);
  } catch (problem) {
    await thread.close({});
    throw problem;
  }
}

async function withPassphrase(
  vault: VaultThread,
  config: NodeConfig,
  { source }: PassphraseConfig,
  meta: MetaStore,
): Promise<UnlockedVault> {
  if (meta.module()) throw otherKeystore('pkcs11', 'passphrase');
  const passphrase = await readSecret(source, 'passphrase');
  const { record } = await vault.init({ ...identityOf(config), passphrase, record: meta.passphrase() });
  if (record) meta.setPassphrase(record);
  const close = async () => void (await vault.close({}));
  return { vault, module: undefined, signer: undefined, ended: vault.ended, close };
}

async function withModule(
  thread: VaultThread,
  config: NodeConfig,
  keystore: ModuleConfig,
  meta: MetaStore,
  profile: EcdsaProfile,
): Promise<UnlockedVault> {
  if (meta.passphrase()) throw otherKeystore('passphrase', 'pkcs11');
  const host = await startHost(config, keystore);
  try {
    pinModule(meta, host);
    await thread.init(identityOf(config));
    const cells = new Cells(() => startCell(join(config.dataDir, 'code')));
    const identity = { ...identityOf(config), module: host.address, profile };
    const vault = cellVault({ vault: thread, cells, identity });
    const client = await ModuleClient.connect(host.address);
    return {
      vault,
      module: host,
      signer: { publicKey: host.identity.attestationKey, sign: (bytes) => client.attest(bytes) },
      ended: Promise.race([thread.ended, host.ended]),
      async close() {
        client.close();
        await vault.close({});
        await host.stop();
      },
    };
  } catch (problem) {
    await host.stop();
    throw problem;
  }
}

async function startHost({ file, dataDir }: NodeConfig, { module, token, keys, env, pin }: ModuleConfig) {
  const place = { module, token, prefix: keys, env, directory: dirname(file), dataDir };
  return startModuleHost({ ...place, pin: await readSecret(pin, 'PIN') });
}

function identityOf({ id, cluster, identityKeyFile }: NodeConfig) {
  return { node: id, cluster: clusterId(cluster), identitySecret: readKeyFile(identityKeyFile) };
}

/** Shares sealed by one key open with no other: a node belongs to its token for good. */
function pinModule(meta: MetaStore, { identity }: ModuleHost): void {
  const { sealingKeyId, token } = identity;
  const known = meta.module();
  if (!known) meta.setModule({ sealingKeyId, serial: token.serial });
  if (!known || equalBytes(known.sealingKeyId, sealingKeyId)) return;
  throw new RequestRejected(
    'foreign-module',
    `the shares of this node are sealed by a key of the token with serial number ${known.serial}, this one has another`,
    'connect that token, or its clone; with a new dataDir this node begins anew and takes part in new keys',
  );
}

function otherKeystore(made: string, configured: string): RequestRejected {
  return new RequestRejected(
    'other-keystore',
    `the data directory was made with keystore ${made}, the config says ${configured}`,
    'the keystore of a node does not change; a node with a new dataDir takes part in new keys',
  );
}
