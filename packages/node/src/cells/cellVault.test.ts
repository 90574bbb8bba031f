import { ed25519 } from '@noble/curves/ed25519.js';
import { randomBytes } from '@noble/hashes/utils.js';
import { identitiesOf } from '@quorate/requests';
import { sampleStructure } from '@quorate/requests/testing';
import { acknowledgementCodec, certificateCodec, signingSessionId, verifyAcknowledgement } from '@quorate/tss-core';
import { auxDescriptorCodec, auxSessionId } from '@quorate/tss-core/ecdsa';
import { TEST_PROFILE } from '@quorate/tss-core/testing';
import { decodeCbor, encodeCbor } from '@quorate/tss-core/wire';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ModuleClient } from '../keystore/pkcs11/host/moduleClient.ts';
import { type ModuleHost, startModuleHost } from '../keystore/pkcs11/host/startModuleHost.ts';
import { auxDescriptor } from '../testing/heavyVaults.ts';
import { codeCache, makeSoftToken, type SoftToken, softHsmLibrary } from '../testing/softHsm.ts';
import {
  cluster,
  draw,
  type Holder,
  hash,
  MESSAGE,
  makeKey,
  ONE,
  open,
  openVault,
  run,
  sample,
  signingDescriptor,
  TWO,
} from '../testing/vaults.ts';
import { createVault } from '../vault/createVault.ts';
import type { Vault } from '../vault/vault.ts';
import { Cells } from './cells.ts';
import { cellVault } from './cellVault.ts';
import { type Cell, startCell } from './startCell.ts';

const id = (session: Uint8Array) => Buffer.from(session).toString('hex');

describe.skipIf(!softHsmLibrary)('a vault of cells, with SoftHSM2', () => {
  let token: SoftToken;
  let host: ModuleHost;
  let holders: Holder[];
  let own: Vault;
  const started: Cell[] = [];
  const alive = new Set<Cell>();

  async function cosigner(node: string): Promise<Vault> {
    const vault = createVault(randomBytes);
    const identity = { node, cluster, identitySecret: sample.secret(node).slice() };
    await vault.init({ ...identity, identitySecret: identity.identitySecret.slice() });
    const cells = new Cells(() => {
      const cell = startCell(codeCache);
      started.push(cell);
      alive.add(cell);
      void cell.ended.then(() => alive.delete(cell));
      return cell;
    });
    return cellVault({ vault, cells, identity: { ...identity, module: host.address, profile: TEST_PROFILE } });
  }

  beforeAll(async () => {
    token = await makeSoftToken();
    const { module, label, env, dir, pin } = token;
    const place = { module, token: label, prefix: 'quorate', env, directory: dir, dataDir: dir };
    host = await startModuleHost({ ...place, pin: new TextEncoder().encode(pin) });
    own = await cosigner('node-1');
    holders = await makeKey('frost-ed25519', async (node) => (node === 'node-1' ? own : openVault(node)));
  }, 120_000);
  afterAll(async () => {
    await holders?.[0]?.vault.close({});
    await Promise.all(started.map(({ ended }) => ended));
    await host?.stop();
    await token?.remove();
  });

  function pair(): readonly [Holder, Holder] {
    const [first, second] = holders;
    if (!first || !second) throw new Error('no key');
    return [first, second];
  }

  async function session() {
    const [first, second] = pair();
    const descriptor = signingDescriptor(first, [await draw(first.vault, ONE), await draw(second.vault, TWO)]);
    return { first, second, descriptor, session: id(signingSessionId(descriptor)) };
  }

  test('a key is made, proven to be stored, and signs; nothing stays open after that', async () => {
    const { first, second, descriptor } = await session();
    const certificate = decodeCbor(certificateCodec, first.certificate, 1 << 20);
    const identities = identitiesOf(sample.cluster, sampleStructure(sample, 'frost-ed25519'));
    const proof = await first.vault.proveStored({ certificate: first.certificate, sealed: first.sealed, identities });
    const acknowledgement = decodeCbor(acknowledgementCodec, proof.acknowledgement, 4096);
    expect(verifyAcknowledgement(acknowledgement, certificate, identities.get(ONE) ?? hash(0))).toBe(true);

    const steps = new Map([
      [ONE, await open(first, descriptor)],
      [TWO, await open(second, descriptor)],
    ]);
    const vaults = new Map([first, second].map(({ party, vault }) => [party, vault]));
    const outcomes = await run(signingSessionId(descriptor), steps, vaults);
    for (const party of [ONE, TWO]) {
      const outcome = outcomes.get(party);
      if (outcome?.kind !== 'signed') throw new Error(JSON.stringify(outcome));
      expect(ed25519.verify(outcome.signatures[0] ?? hash(0), MESSAGE, certificate.statement.groupKey)).toBe(true);
    }
    await expect.poll(() => alive.size).toBe(1);
  });

  test('a ready serves once, and is used up by a session that is refused', async () => {
    const { first, descriptor } = await session();
    await expect(open(first, descriptor, new Uint8Array(80))).rejects.toMatchObject({ code: 'sealed-blob-rejected' });
    await expect(open(first, descriptor)).rejects.toMatchObject({ code: 'ready-unknown' });
  });

  test('blobs that were swapped do not open (attack 42)', async () => {
    const { first, descriptor } = await session();
    const client = await ModuleClient.connect(host.address);
    const elsewhere = await client.seal(new Uint8Array(80).fill(1), new TextEncoder().encode('the share of party 2'));
    client.close();
    await expect(open(first, descriptor, elsewhere)).rejects.toMatchObject({ code: 'sealed-blob-rejected' });
  });

  test('an aborted session takes its process with it, even while that opens', async () => {
    const { first, descriptor, session: name } = await session();
    const opening = open(first, descriptor);
    await first.vault.abort({ session: name });
    await expect(opening).rejects.toMatchObject({ code: 'cell-ended' });
    await expect(first.vault.receive({ session: name, from: TWO, payload: hash(1) })).rejects.toMatchObject({
      code: 'session-over',
    });
    await expect.poll(() => alive.size).toBe(1);
  });

  test('a process that is killed in the middle ends its session and nothing else', async () => {
    const { first, descriptor, session: name } = await session();
    await open(first, descriptor);
    for (const cell of started) cell.end();
    await expect(first.vault.receive({ session: name, from: TWO, payload: hash(1) })).rejects.toMatchObject({
      code: 'cell-ended',
    });
    const next = await session();
    expect((await open(next.first, next.descriptor)).send).toHaveLength(1);
    await next.first.vault.abort({ session: next.session });
  });

  test('primes are found, combined and sealed for one node and use; an aux ceremony has one process, and uses up its ready', async () => {
    const found = async (kind: 'blum' | 'safe') => (await own.heavy.findPrime({ kind, isAwaited: true })).sealed;
    const blum = [await found('blum'), await found('blum')];
    const safe = [await found('safe'), await found('safe')];
    const { sealed: spare } = await own.heavy.combinePrimes({ blum, safe });
    await expect(own.heavy.combinePrimes({ blum: safe, safe: blum })).rejects.toMatchObject({
      code: 'sealed-blob-rejected',
    });

    const descriptor = await auxDescriptor(holders.map(({ vault, party }) => ({ keys: vault, party })));
    const session = id(auxSessionId(descriptor));
    const ceremony = {
      descriptor: encodeCbor(auxDescriptorCodec, descriptor),
      identities: identitiesOf(sample.cluster, descriptor),
      now: 0,
    };
    const first = await own.heavy.openAux({ ...ceremony, spare });
    expect(first).toMatchObject({ send: [], checkpoint: { statement: new Uint8Array() } });
    expect((await own.heavy.checkpointed({ session })).send.map(({ to }) => to)).toEqual([2, 3]);
    await own.heavy.abort({ session });
    await expect(own.heavy.openAux({ ...ceremony, spare })).rejects.toMatchObject({ code: 'ready-unknown' });
    await expect.poll(() => alive.size).toBe(1);
  }, 60_000);

  test('a module that is gone is told, and nothing opens', async () => {
    const [first] = pair();
    await host.stop();
    const { descriptor } = await session();
    await expect(open(first, descriptor)).rejects.toMatchObject({ code: 'module-gone' });
  });
});
