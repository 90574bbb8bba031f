import { createPublicKey, randomBytes, verify } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { schnorr } from '@noble/curves/secp256k1.js';
import { p2tr, SigHash, Transaction } from '@scure/btc-signer';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { fromHex, keySchema, signatureSchema, solanaTransfer, statusSchema } from '../../support/commandCluster.ts';
import { cluster } from './cluster.ts';

/** Spends two made-up coins of the address, which wallets know without its internal key. */
async function psbtFor(address: string): Promise<Uint8Array> {
  const transaction = new Transaction();
  const script = p2tr(new Uint8Array(32).fill(2)).script;
  for (const index of [0, 1]) {
    const own = Uint8Array.from([0x51, 0x20, ...(await cluster.publicKey('treasury'))]);
    transaction.addInput({ txid: randomBytes(32), index, witnessUtxo: { script: own, amount: 70_000n } });
  }
  transaction.addOutput({ script, amount: 100_000n });
  transaction.addOutputAddress(address, 39_000n);
  return transaction.toPSBT();
}

describe('from nothing to a signature', () => {
  test('every node is up, linked to every other, and the links are shown', async () => {
    const { exit, answer } = await cluster.json(statusSchema, 'status');
    expect(exit).toBe(0);
    expect(answer.nodes.map(({ id, state }) => [id, state])).toEqual([
      ['node-1', 'up'],
      ['node-2', 'up'],
      ['node-3', 'up'],
    ]);
    const { stdout } = await cluster.run('status');
    expect(stdout).toContain('3 of 3 nodes up');
    expect(stdout).toMatch(/node-2 +up +\d+ +16Uiu\w+ +\/ip4\/127\.0\.0\.1\/tcp\/\d+ +2\/2 +2 +local-demo/);
  });

  test('cluster up again changes nothing; with another number of nodes it is refused', async () => {
    const before = await cluster.pidOf('node-1');
    expect(await cluster.run('cluster', 'up', '--detach')).toMatchObject({
      exit: 0,
      stdout: expect.stringContaining('running already'),
    });
    expect(await cluster.pidOf('node-1')).toBe(before);
    expect(await cluster.failure('cluster', 'up', '--nodes', '5')).toMatchObject({
      exit: 2,
      message: expect.stringContaining('has 3 nodes, not 5'),
    });
  });

  test('a key is shown with who can sign and what was verified', async () => {
    const { answer } = await cluster.json(keySchema, 'key', 'show', 'treasury');
    expect(answer.signingSets).toEqual([
      ['node-1', 'node-2'],
      ['node-1', 'node-3'],
      ['node-2', 'node-3'],
    ]);
    expect(answer.verified).toHaveLength(3);
    expect((await cluster.run('key', 'list')).stdout).toMatch(/treasury +frost-secp256k1-tr +2 of 3 +bc1p/);
    expect((await cluster.run('key', 'address', 'treasury', '--network', 'regtest')).stdout).toMatch(
      /^bcrt1p[a-z0-9]{58}\n$/,
    );
  });

  test('a message: shown, then the request id, then the signature', async () => {
    const { exit, stdout, stderr } = await cluster.run('sign', 'message', '--key', 'treasury', 'we hold these coins');
    expect({ exit, stderr }).toEqual({ exit: 0, stderr: '' });
    const order = ['we hold these coins', 'Request ', 'Signed by ', 'Signature:'].map((text) => stdout.indexOf(text));
    expect(order).toEqual([...order].sort((a, b) => a - b));
    expect(order[0]).toBeGreaterThan(0);
  });

  test('a Bitcoin transaction, in every form of file, verified by @scure/btc-signer', async () => {
    const address = (await cluster.run('key', 'address', 'treasury')).stdout.trim();
    const psbt = await psbtFor(address);
    await writeFile(cluster.at('in.psbt'), psbt);
    await writeFile(cluster.at('in.txt'), `${Buffer.from(psbt).toString('base64')}\n`);
    const binary = await cluster.json(
      signatureSchema,
      'sign',
      'psbt',
      '--key',
      'treasury',
      'in.psbt',
      '--out',
      'out.psbt',
      '--finalize',
    );
    expect(binary.exit).toBe(0);
    expect(binary.answer).toMatchObject({ key: 'treasury', scheme: 'frost-secp256k1-tr', out: 'out.psbt' });
    const signed = Transaction.fromPSBT(Buffer.from(await readFile(cluster.at('out.psbt'), 'utf8'), 'base64'));
    const outputKey = await cluster.publicKey('treasury');
    const inputs = [signed.getInput(0), signed.getInput(1)];
    const scripts = inputs.map(({ witnessUtxo }) => witnessUtxo?.script ?? new Uint8Array());
    for (const [i, { tapKeySig }] of inputs.entries()) {
      const sighash = signed.preimageWitnessV1(i, scripts, SigHash.DEFAULT, [70_000n, 70_000n]);
      expect(schnorr.verify(tapKeySig ?? new Uint8Array(64), sighash, outputKey)).toBe(true);
    }
    expect(Transaction.fromRaw(fromHex(binary.answer.finalized?.transaction ?? '')).id).toBe(
      binary.answer.finalized?.txid,
    );
    const asked = ['sign', 'psbt', '--key', 'treasury', 'in.txt'];
    expect(await cluster.failure(...asked, '--max-fee', '999sat')).toMatchObject({
      ...{ exit: 1, code: 'fee-too-high' },
      message: 'the transaction pays a fee of 1000 sat, and --max-fee allows 999',
    });
    expect(await cluster.failure(...asked, '--max-fee', '1000')).toMatchObject({ exit: 2, code: 'usage' });
    const text = await cluster.run(...asked, '--max-fee', '0.00001btc');
    expect(text).toMatchObject({ exit: 0, stdout: expect.stringContaining('Signed PSBT:\ncHNidP8') });
  });

  test('a Solana transaction, verified by node:crypto', async () => {
    const signer = await cluster.publicKey('hot');
    await writeFile(cluster.at('tx.base64'), `${Buffer.from(solanaTransfer(signer)).toString('base64')}\n`);
    const asked = ['sign', 'solana', '--key', 'hot', 'tx.base64'];
    expect(await cluster.failure(...asked, '--max-fee', '4999lamports')).toMatchObject({ code: 'fee-too-high' });
    const { exit, answer } = await cluster.json(signatureSchema, ...asked, '--max-fee', '0.000005sol');
    expect(exit).toBe(0);
    const wire = Buffer.from(answer.artefact.text, 'base64');
    const jwk = { kty: 'OKP', crv: 'Ed25519', x: Buffer.from(signer).toString('base64url') };
    const key = createPublicKey({ key: jwk, format: 'jwk' });
    expect(verify(null, wire.subarray(65), key, wire.subarray(1, 65))).toBe(true);
  });
});

describe('requests', () => {
  test('the same id with the same content is the same signature; with other content it is refused', async () => {
    const sign = (text: string) => ['sign', 'message', '--key', 'hot', '--id', 'resume-me', text];
    const first = await cluster.json(signatureSchema, ...sign('once'));
    const second = await cluster.json(signatureSchema, ...sign('once'));
    expect(second.answer.signatures).toEqual(first.answer.signatures);
    expect(await cluster.failure(...sign('twice'))).toMatchObject({ exit: 1, code: 'conflict' });
  });

  test('--no-wait exits with 4, and watching gives the signature', async () => {
    const sent = await cluster.json(
      z.looseObject({ state: z.string() }),
      'sign',
      'message',
      '--key',
      'hot',
      '--id',
      'later-please',
      '--no-wait',
      'later',
    );
    expect(sent.exit).toBe(4);
    const watched = await cluster.json(signatureSchema, 'request', 'watch', 'later-please');
    expect(watched).toMatchObject({ exit: 0, answer: { requestId: 'later-please', key: 'hot' } });
    const shown = await cluster.run('request', 'show', 'later-please');
    expect(shown.stdout).toMatch(/state +signed/);
    expect((await cluster.run('request', 'list', '--limit', '5')).stdout).toMatch(/later-please +signed +hot/);
    expect(await cluster.failure('request', 'cancel', 'later-please')).toMatchObject({
      exit: 1,
      code: 'already-signed',
    });
  });
});
