import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { secp256k1 } from '@noble/curves/secp256k1.js';
import { localDemoRules } from '@quorate/requests';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { KeystoreConfig, NodeConfig } from '../config/index.ts';
import { openStore } from '../store/index.ts';
import { makeSoftToken, type SoftToken, softHsmLibrary } from '../testing/softHsm.ts';
import { sample } from '../testing/vaults.ts';
import { type UnlockedVault, unlockVault } from './unlockVault.ts';

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'quorate-unlock-'));
  await writeFile(join(dir, 'identity.key'), `${Buffer.from(sample.secret('node-1')).toString('hex')}\n`, {
    mode: 0o600,
  });
  await writeFile(join(dir, 'passphrase'), 'correct horse battery', { mode: 0o600 });
});
afterEach(() => rm(dir, { recursive: true, force: true }));

const passphrase = (): KeystoreConfig => ({
  kind: 'passphrase',
  source: { kind: 'file', path: join(dir, 'passphrase') },
});
const moduleOf = ({ module, label, env, pinSource }: SoftToken): KeystoreConfig => ({
  ...{ kind: 'pkcs11', module, token: label, keys: 'quorate' },
  ...{ pin: pinSource, env },
});

/** As at a start of the node. */
async function unlock(keystore: KeystoreConfig): Promise<void> {
  const store = openStore(join(dir, 'data'));
  let unlocked: UnlockedVault | undefined;
  try {
    const config: NodeConfig = {
      ...{
        file: join(dir, 'node.yaml'),
        id: 'node-1',
        cluster: sample.cluster,
        clusterFile: join(dir, 'cluster.json'),
      },
      ...{ identityKeyFile: join(dir, 'identity.key'), identity: secp256k1.getPublicKey(sample.secret('node-1')) },
      ...{
        dataDir: join(dir, 'data'),
        listen: [],
        http: { host: '127.0.0.1', port: 0 },
        keystore,
        rules: localDemoRules,
      },
      ...{
        roundTimeoutMs: 1000,
        nonces: { low: 0, high: 0 },
        presignatures: { low: 0, high: 0 },
        ecdsa: { primeSets: 0 },
        log: { level: 'silent' as const },
      },
    };
    unlocked = await unlockVault(config, store.meta);
  } finally {
    await unlocked?.close();
    store.close();
  }
}

describe.skipIf(!softHsmLibrary)('the keystore of a node, with SoftHSM2', () => {
  test('stays what it was at the first start, down to the token', async () => {
    const [own, other] = [await makeSoftToken(), await makeSoftToken()];
    await unlock(moduleOf(own));
    await expect(unlock(passphrase())).rejects.toThrow('was made with keystore pkcs11, the config says passphrase');
    await expect(unlock(moduleOf(other))).rejects.toThrow('are sealed by a key of the token with serial number');
    await unlock(moduleOf(own));
    await Promise.all([own.remove(), other.remove()]);
  }, 60_000);

  test('a node that began with a passphrase goes on with it', async () => {
    await unlock(passphrase());
    const token = await makeSoftToken();
    await expect(unlock(moduleOf(token))).rejects.toThrow('was made with keystore passphrase, the config says pkcs11');
    await unlock(passphrase());
    await token.remove();
  }, 60_000);

  test('a library that refuses to begin is told in one sentence', async () => {
    const token = await makeSoftToken();
    await rm(join(token.dir, 'tokens'), { recursive: true });
    await expect(unlock(moduleOf(token))).rejects.toThrow('the PKCS#11 library refused: C_Initialize answered');
    await token.remove();
  }, 60_000);
});
