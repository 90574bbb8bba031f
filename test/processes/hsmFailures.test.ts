import { readdir, readFile, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Signed, VerifiedKey } from '@quorate/client';
import type { SchemeId } from '@quorate/tss-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { structureRequiring } from '../support/ceremonies.ts';
import { PATIENCE_MS, signText } from '../support/deskClient.ts';
import { eventually } from '../support/eventually.ts';
import { type ProcessCluster, processCluster } from '../support/processCluster.ts';
import { hasSoftHsm } from '../support/softToken.ts';

// One cluster for all: three nodes, and two whose shares SoftHSM2 seals. ECDSA on short numbers.

const SOFTWARE = ['node-1', 'node-2', 'node-3'];
/** `vault` is threshold ECDSA and requires hsm-1; `standby` is FROST and requires hsm-1 or hsm-2. */
let cluster: ProcessCluster;
let vault: VerifiedKey;
let standby: VerifiedKey;

describe.skipIf(!hasSoftHsm)('keys that require nodes whose shares SoftHSM2 seals', () => {
  beforeAll(async () => {
    cluster = await processCluster({ shortEcdsa: true, cosigners: 2, roundTimeoutMs: 10_000 });
    vault = await makeKey('vault', 'ecdsa-secp256k1', ['hsm-1']);
    standby = await makeKey('standby', 'frost-ed25519', ['hsm-1', 'hsm-2']);
  }, 300_000);
  afterAll(() => cluster?.[Symbol.asyncDispose](), 60_000);

  test('ECDSA: with the cosigner the signature verifies', async () => {
    const { signers } = await sign(vault, 'with it');
    expect(signers).toHaveLength(3);
    expect(signers).toContain('hsm-1');
  }, 120_000);

  test('attack 43: without it any two and all three software nodes sign nothing, and say why; its standby steps in where there is one', async () => {
    const processes = [await moduleHostOf('hsm-1'), ...(await cellsOf('hsm-1'))];
    expect(processes.length).toBeGreaterThan(1);
    await cluster.kill('hsm-1');
    // Nothing of a node outlives it: neither what holds its PIN nor what would open its shares.
    for (const pid of processes) await eventually('its end', async () => !(await isAlive(pid)));
    expect(await refused(vault, 'all three')).toMatch(/hsm-1/);
    expect((await sign(standby, 'by the other')).signers).toContain('hsm-2');
    cluster.freeze('node-3');
    expect(await refused(vault, 'two')).toMatch(/hsm-1/);
    cluster.thaw('node-3');
    await back('hsm-1');
    cluster.freeze('hsm-2');
    expect((await sign(standby, 'by the first')).signers).toContain('hsm-1');
    cluster.thaw('hsm-2');
    await cluster.linked();
  }, 240_000);

  test('attack 43: it alone signs nothing', async () => {
    for (const node of SOFTWARE) cluster.freeze(node);
    expect(await refused(vault, 'alone', 20)).toMatch(/node-1.*node-2.*node-3/);
    for (const node of SOFTWARE) cluster.thaw(node);
    await cluster.linked();
    expect((await sign(vault, 'with the others again')).signers).toContain('hsm-1');
  }, 240_000);

  test('a cosigner that is frozen in the middle of a session: nobody is blamed, and the request succeeds when it thaws', async () => {
    const asked = signText(cluster.client, vault, 'frozen in the middle');
    await inSession('hsm-1');
    cluster.freeze('hsm-1');
    expect((await sign(standby, 'meanwhile')).signers).toContain('hsm-2');
    cluster.thaw('hsm-1');
    expectNobodyBlamed(await asked);
  }, 240_000);

  test('a module that does not answer: its standby signs, and it goes on when it answers again; nobody is blamed', async () => {
    const host = await moduleHostOf('hsm-1');
    process.kill(host, 'SIGSTOP');
    const asked = sign(vault, 'waits for an answer');
    expect((await sign(standby, 'by the one that answers')).signers).toContain('hsm-2');
    process.kill(host, 'SIGCONT');
    expectNobodyBlamed(await asked);
  }, 240_000);

  test('a token that goes away is told, and used again when it is back', async () => {
    await rename(home('hsm-1', 'tokens'), home('hsm-1', 'elsewhere'));
    expect(await refused(vault, 'away')).toMatch(/hsm-1 refused the session: the token quorate is away/);
    await rename(home('hsm-1', 'elsewhere'), home('hsm-1', 'tokens'));
    expectNobodyBlamed(await sign(vault, 'back again'));
  }, 240_000);

  test('a module that dies in the middle of a session takes its node with it; nothing is lost', async () => {
    const host = await moduleHostOf('hsm-1');
    const asked = signText(cluster.client, vault, 'dies in the middle');
    await inSession('hsm-1');
    process.kill(host, 'SIGKILL');
    const { code, stdout } = await cluster.ended('hsm-1');
    expect(code).toBe(1);
    expect(stdout).toContain('the process that talks to the module ended (SIGKILL)');
    await back('hsm-1');
    expectNobodyBlamed(await asked);
  }, 240_000);

  test('attack 42: sealed blobs that were swapped in the store open nothing, and say so', async () => {
    await cluster.stop('hsm-1');
    swapShares();
    await back('hsm-1');
    expect(await refused(vault, 'swapped')).toMatch(/a sealed share in the store is damaged/);
  }, 240_000);

  test("a store beside another node's token: the node does not start, and says which token it needs", async () => {
    for (const node of ['hsm-1', 'hsm-2']) await cluster.stop(node);
    swapShares(); // as they were
    await swapTokens();
    await expect(cluster.start('hsm-1')).rejects.toThrow(
      /the shares of this node are sealed by a key of the token with serial number [0-9a-f]+, this one has another/,
    );
    await swapTokens();
    await back('hsm-1', 'hsm-2');
    expectNobodyBlamed(await sign(vault, 'each its own again'));
  }, 240_000);
});

async function makeKey(name: string, scheme: SchemeId, required: readonly string[]): Promise<VerifiedKey> {
  const structure = structureRequiring(scheme, SOFTWARE, required);
  const order = cluster.client.buildOrder({ name, structure, lifetimeSeconds: 600 });
  const outcome = await cluster.client.createKey(order, { until: Date.now() + 3 * PATIENCE_MS });
  if (outcome.kind !== 'done') throw new Error(`${name}: ${JSON.stringify(outcome)}`);
  return outcome.key;
}

const sign = (key: VerifiedKey, text: string) => signText(cluster.client, key, text);

/** What is said of a request that nobody could sign until it expired. */
async function refused(key: VerifiedKey, text: string, lifetimeSeconds = 5): Promise<string> {
  const intent = { kind: 'message', value: { text } } as const;
  const { signed } = cluster.client.buildRequest({ key, intent, lifetimeSeconds });
  const outcome = await cluster.client.sign(signed, { until: Date.now() + PATIENCE_MS });
  if (outcome.kind === 'signed') throw new Error(`signed by ${outcome.signers.join(', ')}`);
  return 'sentence' in outcome ? outcome.sentence : JSON.stringify(outcome);
}

async function back(...nodes: readonly string[]): Promise<void> {
  await Promise.all(nodes.map((node) => cluster.start(node)));
  await cluster.linked();
}

function expectNobodyBlamed({ view }: Signed): void {
  expect(view.attempts.flatMap(({ culprits }) => culprits)).toEqual([]);
}

const home = (node: string, name: string) => join(dirname(cluster.directory.nodeConfig(node)), name);

/** Once a second cell of the node has been started: one is always ready, the other is in a session then. */
async function inSession(node: string): Promise<void> {
  const [spare] = await cellsOf(node);
  await eventually('a session', async () => {
    const cells = await cellsOf(node);
    return cells.length > 1 || cells[0] !== spare;
  });
}

async function childrenOf(node: string, program: string): Promise<number[]> {
  const parent = cluster.pidOf(node);
  const found: number[] = [];
  for (const entry of await readdir('/proc')) {
    if (!/^\d+$/.test(entry)) continue;
    const [stat, command] = await Promise.all(
      ['stat', 'cmdline'].map((file) => readFile(`/proc/${entry}/${file}`, 'utf8').catch(() => '')),
    );
    const ppid = stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[1];
    if (Number(ppid) === parent && command?.includes(program)) found.push(Number(entry));
  }
  return found;
}

const cellsOf = (node: string) => childrenOf(node, 'cellProcess');

async function moduleHostOf(node: string): Promise<number> {
  const [host] = await childrenOf(node, 'hostProcess');
  if (host === undefined) throw new Error(`${node} has no process for its module`);
  return host;
}

async function isAlive(pid: number): Promise<boolean> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
  return stat !== undefined && !stat.includes(') Z ');
}

/** Exchanges the sealed shares of the two keys of hsm-1. */
function swapShares(): void {
  using db = new DatabaseSync(join(cluster.dataDir('hsm-1'), 'node.db'));
  const rows = db.prepare('SELECT name, sealed FROM keys ORDER BY name').all();
  const [first, second] = rows;
  if (!first || !second || rows.length !== 2) throw new Error('not two keys');
  const update = db.prepare('UPDATE keys SET sealed = ? WHERE name = ?');
  update.run(second.sealed ?? null, first.name ?? null);
  update.run(first.sealed ?? null, second.name ?? null);
}

async function swapTokens(): Promise<void> {
  for (const name of ['tokens', 'pin']) {
    await rename(home('hsm-1', name), home('hsm-1', `${name}-aside`));
    await rename(home('hsm-2', name), home('hsm-1', name));
    await rename(home('hsm-1', `${name}-aside`), home('hsm-2', name));
  }
}
