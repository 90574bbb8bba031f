import { randomBytes } from 'node:crypto';
import { cp, readFile, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { schnorr } from '@noble/curves/secp256k1.js';
import { p2tr, Transaction } from '@scure/btc-signer';
import { describe, expect, test } from 'vitest';
import { solanaTransfer } from '../../support/commandCluster.ts';
import { cluster } from './cluster.ts';

describe('a wrong input gets one sentence and its exit code', () => {
  test.each([
    ['an unknown key', ['sign', 'message', '--key', 'nope', 'hi'], 1, 'unknown-key'],
    ['a missing file', ['sign', 'psbt', '--key', 'treasury', 'missing.psbt'], 1, 'unreadable-file'],
    ['a file that is no PSBT', ['sign', 'psbt', '--key', 'treasury', '.quorate/client.yaml'], 1, 'not-a-psbt'],
    ['a file that is no base64', ['sign', 'solana', '--key', 'hot', '.quorate/client.yaml'], 1, 'not-base64'],
    ['an unknown request', ['request', 'show', 'never-sent'], 1, 'unknown-request'],
    ['a name that is taken', ['key', 'create', 'hot', '--scheme', 'frost-ed25519'], 1, 'name-taken'],
    [
      'a missing quorum member',
      ['key', 'create', 'k', '--scheme', 'frost-ed25519', '--quorum', '2:node-1,node-8,node-9'],
      2,
      'usage',
    ],
    ['a silent loss', ['key', 'create', 'k', '--scheme', 'frost-ed25519', '--threshold', '3'], 2, 'usage'],
    ['an --out that cannot be', ['sign', 'message', '--key', 'hot', '--out', 'no/such/dir', 'hi'], 2, 'usage'],
    ['control characters', ['sign', 'message', '--key', 'hot', 'a\u001b[2J'], 1, 'invalid-message'],
    ['no cluster', ['status', '--dir', 'elsewhere'], 1, 'no-cluster'],
  ])('%s', async (_, argv, exit, code) => {
    expect(await cluster.failure(...argv)).toMatchObject({ exit, code });
  });

  test('a key of the wrong scheme', async () => {
    await writeFile(
      cluster.at('tx.b64'),
      Buffer.from(solanaTransfer(await cluster.publicKey('hot'))).toString('base64'),
    );
    expect(await cluster.failure('sign', 'solana', '--key', 'treasury', 'tx.b64')).toMatchObject({
      exit: 1,
      code: 'wrong-scheme',
    });
  });

  test("somebody else's PSBT", async () => {
    const stranger = p2tr(schnorr.getPublicKey(schnorr.utils.randomSecretKey()));
    const transaction = new Transaction();
    transaction.addInput({ txid: randomBytes(32), index: 0, witnessUtxo: { script: stranger.script, amount: 9_000n } });
    transaction.addOutput({ script: stranger.script, amount: 8_000n });
    await writeFile(cluster.at('foreign.psbt'), transaction.toPSBT());
    expect(await cluster.failure('sign', 'psbt', '--key', 'treasury', 'foreign.psbt')).toMatchObject({
      exit: 1,
      code: 'nothing-to-sign',
    });
  });

  test('a foreign desk is denied', async () => {
    await cp(cluster.at('.quorate'), cluster.at('foreign'), {
      recursive: true,
      filter: (path) => !/nodes|coordinator/.test(path.slice(cluster.root.length)),
    });
    await writeFile(cluster.at('foreign/desks/desk-1.key'), `${randomBytes(32).toString('hex')}\n`);
    expect(await cluster.failure('sign', 'message', '--key', 'hot', 'hi', '--dir', 'foreign')).toMatchObject({
      exit: 3,
    });
  });

  test('a coordinator that takes the request and never answers: the outcome is unknown', async () => {
    const config = await readFile(cluster.at('.quorate/client.yaml'), 'utf8');
    const [, coordinator = ''] = /coordinator: (\S+)/.exec(config) ?? [];
    const thief = await swallowing(coordinator);
    await cp(cluster.at('.quorate'), cluster.at('swallowed'), {
      recursive: true,
      filter: (path) => !/nodes|coordinator\b/.test(path.slice(cluster.root.length)),
    });
    await writeFile(cluster.at('swallowed/client.yaml'), config.replace(coordinator, thief.url));
    const answer = await cluster.failure(
      'sign',
      'message',
      '--key',
      'hot',
      'hi',
      '--dir',
      'swallowed',
      '--expires',
      '5s',
    );
    expect(answer).toMatchObject({ exit: 6, code: 'outcome-unknown' });
    thief.server.close();
  });
});

/** Passes reads on to the coordinator, and drops the connection on everything else. */
async function swallowing(coordinator: string): Promise<{ url: string; server: Server }> {
  const server = createServer(async (incoming, response) => {
    if (incoming.method !== 'GET') return void incoming.resume().on('end', () => incoming.socket.destroy());
    const answer = await fetch(coordinator + incoming.url, {
      headers: { authorization: incoming.headers.authorization ?? '' },
    });
    response
      .writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? '' })
      .end(await answer.text());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return { url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`, server };
}
