import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { secp256k1 } from '@noble/curves/secp256k1.js';
import { bybitTransaction } from '@quorate/requests/testing';
import { p2pkh, p2sh, p2wpkh, Script, Transaction } from '@scure/btc-signer';
import { RawOldTx } from '@scure/btc-signer/script.js';
import { sha256x2 } from '@scure/btc-signer/utils.js';
import {
  type Hex,
  parseTransaction,
  recoverMessageAddress,
  recoverTransactionAddress,
  recoverTypedDataAddress,
  toHex,
} from 'viem';
import { publicKeyToAddress } from 'viem/accounts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { signatureSchema } from '../support/commandCluster.ts';
import { eventually } from '../support/eventually.ts';
import { type ProcessCluster, processCluster } from '../support/processCluster.ts';
import { quorate } from '../support/quorateCommand.ts';

// On short numbers: the demo, which is a test too, has full ones. One key for all, since its nodes look for primes first.
const PRIMES_MS = 300_000;
const SIGNING_MS = 60_000;
const PAYEE = '0x7E5F4552091A69125d5DfCb7b8C2659029395Bdf';

let cluster: ProcessCluster;
let address: Hex;

beforeAll(async () => {
  cluster = await processCluster({ shortEcdsa: true });
  const created = await ask('key', 'create', 'ops', '--scheme', 'ecdsa-secp256k1');
  expect({ exit: created.exit, stderr: created.stderr }).toEqual({ exit: 0, stderr: '' });
  const key = await cluster.client.key('ops');
  if (key.kind !== 'done') throw new Error(key.sentence);
  address = publicKeyToAddress(toHex(secp256k1.Point.fromBytes(key.value.context.publicKey).toBytes(false)));
}, PRIMES_MS);

afterAll(() => cluster?.[Symbol.asyncDispose](), 60_000);

function ask(...argv: string[]) {
  return quorate(cluster.directory.dir, ...argv, '--dir', '.', '--json');
}

async function sign(...argv: string[]) {
  const { exit, stdout, stderr } = await ask('sign', ...argv, '--key', 'ops');
  expect({ exit, stderr }, stdout).toEqual({ exit: 0, stderr: '' });
  return signatureSchema.parse(JSON.parse(stdout));
}

async function file(name: string, content: string | Uint8Array): Promise<string> {
  await writeFile(join(cluster.directory.dir, name), content);
  return name;
}

function payment(nonce: number): string[] {
  const fees = ['--max-fee', '30', '--priority-fee', '2'];
  return ['ethereum', '--chain', '1', '--nonce', String(nonce), '--to', PAYEE, '--value', '1.5', ...fees];
}

/** What viem reads in a signed transaction, and whose it is. */
async function readByViem(serializedTransaction: string) {
  const raw = z.templateLiteral(['0x02', z.string()]).parse(serializedTransaction);
  return { sender: await recoverTransactionAddress({ serializedTransaction: raw }), ...parseTransaction(raw) };
}

function paid(nonce: number) {
  const fees = { maxFeePerGas: 30_000_000_000n, maxPriorityFeePerGas: 2_000_000_000n, gas: 21_000n };
  return { sender: address, to: PAYEE.toLowerCase(), value: 1_500_000_000_000_000_000n, chainId: 1, nonce, ...fees };
}

test('the address is the one that viem derives', async () => {
  const { stdout } = await ask('key', 'address', 'ops', '--chain', 'ethereum');
  expect(JSON.parse(stdout)).toMatchObject({ address });
});

test(
  'an EIP-1559 transaction: viem finds what was asked for, from the address of the key',
  async () => {
    const { artefact } = await sign(...payment(7));
    expect(await readByViem(artefact.text)).toMatchObject(paid(7));
  },
  SIGNING_MS,
);

test(
  'a permit as typed data: viem recovers the address of the key',
  async () => {
    const permit = {
      types: {
        Permit: ['owner', 'spender', 'value', 'nonce', 'deadline'].map((name, i) => ({
          name,
          type: i < 2 ? 'address' : 'uint256',
        })),
      },
      primaryType: 'Permit',
      domain: {
        name: 'USD Coin',
        version: '2',
        chainId: 1,
        verifyingContract: '0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48',
      },
      message: { owner: address, spender: PAYEE, value: '1000000', nonce: '0', deadline: '1900000000' },
    } as const;
    const { artefact } = await sign('typed-data', await file('permit.json', JSON.stringify(permit)));
    const signature = z.templateLiteral(['0x', z.string()]).parse(artefact.text);
    expect(await recoverTypedDataAddress({ ...permit, signature })).toBe(address);
  },
  SIGNING_MS,
);

test(
  'a PSBT of mixed coins at two paths, signed path by path, is final for @scure/btc-signer',
  async () => {
    const [first, second] = ['m/84/0/0/0/1', 'm/84/0/0/1/2'] as const;
    const addresses = [
      await addressAt(first, 'p2wpkh'),
      await addressAt(first, 'p2sh-p2wpkh'),
      await addressAt(second, 'p2pkh'),
    ];
    const previous = new Transaction();
    previous.addInput({ txid: randomBytes(32), index: 0 });
    for (const own of addresses) previous.addOutputAddress(own, 70_000n);
    const psbt = new Transaction();
    for (const index of [0, 1, 2]) psbt.addInput({ txid: previous.id, index, nonWitnessUtxo: previous.unsignedTx });
    psbt.addOutput({ script: p2wpkh(new Uint8Array(33).fill(2)).script, amount: 209_000n });
    await file('0.psbt', psbt.toPSBT());
    await sign('psbt', '0.psbt', '--path', first, '--out', '1.psbt');
    const { finalized } = await sign('psbt', '1.psbt', '--path', second, '--finalize');

    const theirs = Transaction.fromRaw(Uint8Array.from(Buffer.from(finalized?.transaction ?? '', 'hex')));
    expect(theirs.id).toBe(finalized?.txid);
    const forms = [p2wpkh, (key: Uint8Array) => p2sh(p2wpkh(key)), p2pkh];
    for (const [i, form] of forms.entries()) {
      const [signature, publicKey] = signatureIn(theirs, i);
      expect(form(publicKey).address).toBe(addresses[i]);
      const code = p2pkh(publicKey).script;
      const digest = i < 2 ? psbt.preimageWitnessV0(i, code, 1, 70_000n) : legacyDigest(psbt, i, code);
      const der = signature.subarray(0, -1);
      expect(secp256k1.verify(der, digest, publicKey, { prehash: false, format: 'der' })).toBe(true);
    }
  },
  SIGNING_MS,
);

/** The signature and the public key that spend a coin, from its witness or, before segwit, from its script. */
function signatureIn(transaction: Transaction, index: number): readonly [Uint8Array, Uint8Array] {
  const { finalScriptWitness = [], finalScriptSig = new Uint8Array() } = transaction.getInput(index);
  const [signature, publicKey] = finalScriptWitness.length > 0 ? finalScriptWitness : Script.decode(finalScriptSig);
  return z.tuple([z.instanceof(Uint8Array), z.instanceof(Uint8Array)]).parse([signature, publicKey]);
}

/** What an input before segwit signs: the transaction with the script that is spent in place of its own. */
function legacyDigest(psbt: Transaction, index: number, script: Uint8Array): Uint8Array {
  const transaction = RawOldTx.decode(psbt.unsignedTx);
  const inputs = transaction.inputs.map((input, i) => ({
    ...input,
    finalScriptSig: i === index ? script : new Uint8Array(),
  }));
  return sha256x2(RawOldTx.encode({ ...transaction, inputs }), Uint8Array.of(1, 0, 0, 0));
}

async function addressAt(path: string, type: string): Promise<string> {
  const { stdout } = await ask('key', 'address', 'ops', '--chain', 'bitcoin', '--path', path, '--type', type);
  return z.looseObject({ address: z.string() }).parse(JSON.parse(stdout)).address;
}

test(
  'the theft from Bybit, a delegatecall dressed as a transfer: every node refuses it, and says why',
  async () => {
    const tx = await file('bybit.hex', toHex(bybitTransaction()));
    const { exit, stdout } = await ask('sign', 'ethereum', '--key', 'ops', '--tx', tx);
    const denials = z.array(z.strictObject({ node: z.string(), reasons: z.array(z.string()) }));
    const answer = z.looseObject({ error: z.looseObject({ code: z.string() }), denials }).parse(JSON.parse(stdout));
    expect({ exit, code: answer.error.code }).toEqual({ exit: 3, code: 'denied' });
    expect(answer.denials.map(({ node }) => node).sort()).toEqual(cluster.nodeIds);
    for (const { reasons } of answer.denials) expect(reasons.join(' ')).toMatch(/delegate/i);
  },
  SIGNING_MS,
);

test(
  'kill -9 of a signer in the middle: the request succeeds, nobody is blamed, the killed node signs again',
  async () => {
    const asked = sign(...payment(8), '--id', 'killed-midway');
    const [killed = '', other = ''] = await signersOf('killed-midway');
    await cluster.kill(killed);
    const { artefact, attempts } = await asked;
    expect(attempts[0]).toMatchObject({ signers: expect.arrayContaining([killed]), culprits: [] });
    expect(attempts[0]?.outcome).not.toBe('signed');
    expect(attempts.flatMap(({ culprits }) => culprits)).toEqual([]);
    expect(await readByViem(artefact.text)).toMatchObject(paid(8));

    await cluster.start(killed);
    await cluster.linked();
    await cluster.kill(other);
    const { artefact: message, signers } = await sign('message', 'by those who are left');
    expect(signers).toContain(killed);
    const signature = z.templateLiteral(['0x', z.string()]).parse(message.text);
    expect(await recoverMessageAddress({ message: 'by those who are left', signature })).toBe(address);
  },
  SIGNING_MS,
);

/** Of the first attempt, once there is one. */
async function signersOf(requestId: string): Promise<readonly string[]> {
  let signers: readonly string[] = [];
  await eventually('an attempt', async () => {
    const shown = await cluster.client.show(requestId);
    signers = ('view' in shown ? shown.view : undefined)?.attempts[0]?.signers ?? [];
    return signers.length > 0;
  });
  return signers;
}
