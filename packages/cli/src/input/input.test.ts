import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseBase64, parseHex } from './base64.ts';
import { parseCosigners } from './cosigners.ts';
import { parseLifetime } from './duration.ts';
import { parseNodeCount, parseThreshold } from './nodeCount.ts';
import { decodePsbtFile } from './psbtFile.ts';
import { parseQuorum } from './quorumOption.ts';
import { readInput } from './readInput.ts';
import { parseListLimit, parseRequestId } from './requestId.ts';
import { decodeSolanaFile } from './solanaFile.ts';

let root = '';
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'quorate-cli-'));
});
afterAll(() => rm(root, { recursive: true, force: true }));

test.each([
  ['90s', 90],
  ['10m', 600],
  ['2h', 7200],
  ['7d', 604_800],
])('a lifetime of %s is %d seconds', (text, seconds) => expect(parseLifetime(text)).toBe(seconds));

test.each(['', '10', '10 m', '0m', '-5m', '1.5h', '1w', '8d', '4s', '9999999s', 'm'])('%j is no lifetime', (text) => {
  expect(() => parseLifetime(text)).toThrow('--expires');
});

test('a quorum is a number and the nodes it may choose from', () => {
  expect(parseQuorum('2:node-1,node-2,node-3')).toEqual({ threshold: 2, nodes: ['node-1', 'node-2', 'node-3'] });
});

test.each([
  '',
  '2',
  '2:',
  ':node-1',
  '0:node-1',
  '2:node-1,',
  '2:node-1;node-2',
  '2: node-1',
  'two:node-1',
  '2:Node-1',
])('%j is no quorum', (text) => expect(() => parseQuorum(text)).toThrow('is not a quorum'));

test('cosigners are ids of nodes', () => {
  expect(parseCosigners('hsm-1')).toEqual(['hsm-1']);
  expect(parseCosigners('hsm-1,node-2')).toEqual(['hsm-1', 'node-2']);
  for (const text of ['', 'hsm-1,', 'hsm-1, node-2', 'HSM']) {
    expect(() => parseCosigners(text)).toThrow('is not the id of a node');
  }
});

test.each(['1', '0', '21', '3.5', 'three', '', '-3', '1e1'])('%j nodes are refused', (text) => {
  expect(() => parseNodeCount(text)).toThrow('--nodes');
});

test('numbers in range are read', () => {
  expect(parseNodeCount('3')).toBe(3);
  expect(parseThreshold('2')).toBe(2);
  expect(parseListLimit('200')).toBe(200);
  expect(() => parseThreshold('0')).toThrow('--threshold');
  expect(() => parseListLimit('201')).toThrow('--limit');
});

test.each(['short', 'with space', 'x'.repeat(65), 'semi;colon', 'ünïcödé-id'])('%j is no request id', (text) => {
  expect(() => parseRequestId(text)).toThrow('is not a request id');
});

test.each(['=', 'YQ', 'YQ=', 'YQ==YQ==', 'YR==', 'Y@==', ''])('%j is not strict base64', (text) => {
  expect(parseBase64(text)).toBeUndefined();
});

test('base64 and hex may be wrapped and end in a line break', () => {
  expect(parseBase64('aGVs\nbG8=\r\n')).toEqual(new TextEncoder().encode('hello'));
  expect(parseHex('68656C\n6c6f\n')).toEqual(new TextEncoder().encode('hello'));
  expect(parseHex('abc')).toBeUndefined();
});

const psbt = Uint8Array.from([0x70, 0x73, 0x62, 0x74, 0xff, 0x01, 0x02, 0x00]);
const ascii = (text: string) => new TextEncoder().encode(text);

test.each([
  ['binary', psbt],
  ['base64', ascii(`${Buffer.from(psbt).toString('base64')}\n`)],
  ['hex', ascii(Buffer.from(psbt).toString('hex'))],
  ['base64 after a byte order mark', Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), ascii('cHNidP8BAgA=')])],
])('a PSBT in %s is read', (_, content) => {
  expect(decodePsbtFile('in.psbt', content)).toEqual(psbt);
});

test.each([
  ['text', ascii('pay alice')],
  ['base64 of something else', ascii('aGVsbG8=')],
  ['binary of something else', Uint8Array.from([0x7f, 0x45, 0x4c, 0x46, 0x00])],
  ['a PSBT in base64 with a slip', ascii('cHNidP8BAgA')],
])('%s is not a PSBT', (_, content) => {
  expect(() => decodePsbtFile('in.psbt', content)).toThrow('in.psbt: this is not a PSBT');
});

test('a Solana transaction is base64 or binary', () => {
  expect(decodeSolanaFile('tx', ascii('AQID\n'))).toEqual(Uint8Array.from([1, 2, 3]));
  expect(decodeSolanaFile('tx', Uint8Array.from([1, 0, 255]))).toEqual(Uint8Array.from([1, 0, 255]));
  expect(() => decodeSolanaFile('tx', ascii('not base64!'))).toThrow('tx: this is not a Solana transaction');
});

test('a file is read up to its limit', async () => {
  const path = join(root, 'file');
  await writeFile(path, 'four');
  expect(Buffer.from(await readInput(path, 4)).toString()).toBe('four');
  await expect(readInput(path, 3)).rejects.toThrow(`${path}: larger than the 3 bytes`);
});

test('a missing file, a directory and an empty file each get their sentence', async () => {
  await expect(readInput(join(root, 'nope'), 10)).rejects.toThrow('there is no such file');
  await expect(readInput(root, 10)).rejects.toThrow('this is a directory');
  await writeFile(join(root, 'empty'), '');
  await expect(readInput(join(root, 'empty'), 10)).rejects.toThrow('the file is empty');
  await expect(readInput(join(root, 'empty', 'x'), 10)).rejects.toThrow('part of this path');
});
