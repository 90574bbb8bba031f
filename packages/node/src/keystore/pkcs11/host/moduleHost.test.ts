import { mkdtemp, rm, stat } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { makeSoftToken, type SoftToken, softHsmLibrary } from '../../../testing/softHsm.ts';
import { writeFrame } from './frames.ts';
import { ModuleClient } from './moduleClient.ts';
import { type ModuleHost, startModuleHost } from './startModuleHost.ts';

const secret = new Uint8Array(48).fill(5);
const aad = new Uint8Array(8).fill(6);

test('a library that is none is told in one sentence', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'quorate-host-'));
  const options = { token: 't', prefix: 'quorate', env: {}, directory: dataDir, dataDir };
  const start = (module: string) => startModuleHost({ ...options, module, pin: new Uint8Array(4) });
  await expect(start('/nowhere/lib.so')).rejects.toThrow('/nowhere/lib.so cannot be used as a PKCS#11 library');
  await expect(start(process.execPath)).rejects.toThrow('cannot be used as a PKCS#11 library');
  await rm(dataDir, { recursive: true });
});

describe.skipIf(!softHsmLibrary)('the process that talks to SoftHSM2', () => {
  let token: SoftToken;
  let host: ModuleHost | undefined;

  beforeAll(async () => {
    token = await makeSoftToken();
  });
  afterEach(async () => {
    await host?.stop();
    host = undefined;
    await rm(join(token.dir, 'pin-refused'), { force: true });
  });
  afterAll(() => token?.remove());

  const start = async (pin = token.pin) => {
    const { module, label, env, dir } = token;
    const bytes = new TextEncoder().encode(pin);
    const options = { module, token: label, prefix: 'quorate', env, directory: dir, dataDir: dir, pin: bytes };
    host = await startModuleHost(options);
    return { host, bytes };
  };

  test('seals, opens and signs for those who have its ticket', async () => {
    const { host, bytes } = await start();
    expect(bytes.every((byte) => byte === 0)).toBe(true);
    expect((await stat(host.address.socket)).mode & 0o777).toBe(0o600);
    const client = await ModuleClient.connect(host.address);
    const sealed = await client.seal(secret, aad);
    expect(await client.open(sealed, aad)).toEqual(secret);
    await expect(client.open(sealed, secret)).rejects.toMatchObject({ code: 'sealed-blob-rejected' });
    expect(await client.attest(aad)).toHaveLength(64);
    expect(await client.status()).toMatchObject({ lostSince: null });
    client.close();
  });

  test('shuts the door on others, and goes on', async () => {
    const { host } = await start();
    const stranger = await ModuleClient.connect({ ...host.address, ticket: new Uint8Array(32) });
    await expect(stranger.status()).rejects.toMatchObject({ code: 'module-gone' });
    for (const junk of [new Uint8Array(9), new Uint8Array(2 << 20)]) {
      const socket = connect(host.address.socket);
      const closed = new Promise((resolve) => socket.on('close', resolve).on('error', () => undefined));
      writeFrame(socket, junk);
      await closed;
    }
    const client = await ModuleClient.connect(host.address);
    await expect(client.status()).resolves.toMatchObject({ lostSince: null });
    client.close();
  });

  test('a false PIN is refused in one sentence, and the right one too until somebody has looked', async () => {
    await expect(start('0000')).rejects.toMatchObject({ code: 'pin-refused' });
    await expect(start()).rejects.toMatchObject({ code: 'pin-refused' });
  });

  test('frozen, it is not waited for without end, and goes on afterwards', async () => {
    const { host } = await start();
    const [hasty, patient] = [await ModuleClient.connect(host.address, 10), await ModuleClient.connect(host.address)];
    process.kill(host.pid, 'SIGSTOP');
    const waiting = patient.status();
    await expect(hasty.status()).rejects.toMatchObject({ code: 'module-silent' });
    process.kill(host.pid, 'SIGCONT');
    await expect(waiting).resolves.toMatchObject({ lostSince: null });
    for (const client of [hasty, patient]) client.close();
  });

  test('when it dies, whoever waits for it is told, and so is the node', async () => {
    const { host } = await start();
    const client = await ModuleClient.connect(host.address);
    const sealed = await client.seal(secret, aad);
    process.kill(host.pid, 'SIGSTOP');
    const waiting = client.open(sealed, aad);
    process.kill(host.pid, 'SIGKILL');
    await expect(waiting).rejects.toMatchObject({ code: 'module-gone' });
    expect((await host.ended)?.message).toContain('SIGKILL');
    const { host: next } = await start();
    const again = await ModuleClient.connect(next.address);
    expect(await again.open(sealed, aad)).toEqual(secret);
    again.close();
  });
});
