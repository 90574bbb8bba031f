import { globSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { run } from './run.ts';
import { recordingTerminal } from './testing/recordingTerminal.ts';

async function quorate(...argv: string[]) {
  const terminal = recordingTerminal();
  const exit = await run(argv, terminal);
  return { exit, out: terminal.stdout(), err: terminal.stderr() };
}

const COMMANDS = [
  'cluster up',
  'cluster down',
  'cluster sign',
  'cluster check',
  'status',
  'key create',
  'key list',
  'key show',
  'key address',
  'sign message',
  'sign psbt',
  'sign solana',
  'sign ethereum',
  'sign typed-data',
  'request list',
  'request show',
  'request watch',
  'request cancel',
  'order sign',
  'order send',
  'evidence verify',
  'identity new',
  'identity show',
  'person new',
  'person show',
  'hsm init',
  'hsm status',
  'hsm probe',
  'demo',
];

test.each(COMMANDS)('%s has help with an example', async (command) => {
  const { exit, out } = await quorate(...command.split(' '), '--help');
  expect(exit).toBe(0);
  expect(out).toContain(`Usage: quorate ${command}`);
  expect(out).toMatch(/Examples:\n {2}\$ quorate /);
  expect(out).toContain('--json');
});

test('what sentences and pages tell to run is there', () => {
  const root = fileURLToPath(new URL('../../../', import.meta.url));
  const files = globSync(['README.md', 'docs/*.md', 'packages/*/src/**/*.ts'], {
    cwd: root,
    exclude: ['**/testing/**'],
  });
  const known = new Set([...COMMANDS, ...COMMANDS.map((command) => command.split(' ')[0])]);
  expect(files.length).toBeGreaterThan(500);
  for (const file of files) {
    const text = readFileSync(join(root, file), 'utf8');
    for (const [, command = '', below] of text.matchAll(/`quorate ([a-z]+)\b(?!:)(?: ([a-z][a-z-]{2,}))?/g)) {
      expect(known, file).toContain(below === undefined ? command : `${command} ${below}`);
    }
  }
});

test('times that are not given are said as they would be typed', async () => {
  expect((await quorate('sign', 'message', '--help')).out).toMatch(/7d \(default:\s+10m\)/);
  expect((await quorate('key', 'create', '--help')).out).toMatch(/7d\s+\(default:\s+1d\)/);
});

test('help tells every exit code', async () => {
  const { exit, out } = await quorate('--help');
  expect(exit).toBe(0);
  for (const word of ['done', 'failed', 'usage', 'denied', 'pending', 'expired', 'outcome unknown', 'unreachable']) {
    expect(out).toContain(word);
  }
});

test('help is an object with --json as well', async () => {
  const { out } = await quorate('--help', '--json');
  expect(JSON.parse(out)).toMatchObject({ text: expect.stringContaining('Usage: quorate') });
});

test.each([
  [['kye'], "unknown command 'kye' (Did you mean key?)"],
  [['key'], 'quorate key needs a command: create, list, show, address'],
  [['key', 'create', 'x'], "required option '--scheme <scheme>' not specified"],
  [['key', 'create', 'x', '--scheme', 'rsa'], 'Allowed choices are frost-ed25519, frost-secp256k1-tr'],
  [['key', 'create', 'x', '--scheme', 'frost-ed25519', '--threshold', '2', '--quorum', '1:a'], 'cannot be used with'],
  [['key', 'show'], "missing required argument 'name'"],
  [['key', 'show', 'a', 'b'], 'too many arguments'],
  [['key', 'address', 'k', '--chain', 'dogecoin'], 'Allowed choices are bitcoin, '],
  [['key', 'address', 'k', '--type', 'p2wsh'], 'Allowed choices are p2tr, p2wpkh, p2sh-p2wpkh, p2pkh'],
  [['status', '--jsn'], "unknown option '--jsn'"],
  [['cluster', 'up', '--nodes', '1'], '--nodes "1" is not a number'],
  [['sign', 'message', 'hi'], "required option '--key <name>' not specified"],
  [['sign', 'message', '--key', 'k', 'hi', '--expires', 'soon'], '--expires "soon" is not a duration'],
  [['sign', 'message', '--key', 'k', 'hi', '--id', '!'], '"!" is not a request id'],
  [['sign', 'message', '--key', 'k', 'hi', '--chain', 'solana'], 'Allowed choices are bitcoin'],
  [['sign', 'psbt', '--key', 'k', 'f', '--network', 'lightning'], 'Allowed choices are mainnet, testnet, regtest'],
  [['sign', 'ethereum', '--key', 'k', '--chain', 'mainnet'], '--chain "mainnet" is not a chain id'],
  [['sign', 'ethereum', '--key', 'k', '--nonce', '-1'], '--nonce "-1" is not a whole number'],
  [['sign', 'ethereum', '--key', 'k', '--gas', '21e3'], '--gas "21e3" is not a whole number'],
  [
    ['sign', 'ethereum', '--key', 'k', '--tx', 'f', '--value', '1'],
    "'--tx <file>' cannot be used with option '--value",
  ],
  [['request', 'show', 'no'], '"no" is not a request id'],
])('%j is a usage error with a sentence', async (argv, sentence) => {
  const human = await quorate(...argv);
  expect(human.exit).toBe(2);
  expect(human.out).toBe('');
  expect(human.err).toContain(sentence);
  const json = await quorate(...argv, '--json');
  expect(json.exit).toBe(2);
  expect(json.err).toBe('');
  const answer: unknown = JSON.parse(json.out);
  expect(answer).toMatchObject({ error: { code: 'usage', message: expect.stringContaining(sentence) } });
});

test('a text that looks like an option comes after --', async () => {
  const { out, err } = await quorate('sign', 'message', '--key', 'k', '--dir', nowhere, '--', '--json');
  expect(out).toBe('');
  expect(err).toContain('there is no cluster in');
});

const nowhere = join(tmpdir(), 'quorate-no-such-cluster');

test.each([
  ['status'],
  ['cluster down'],
  ['key list'],
  ['key show k'],
  ['key address k'],
  ['key create k --scheme frost-ed25519'],
  ['sign message --key k hello'],
  ['sign ethereum --key k --chain 1 --nonce 0 --to 0x3535353535353535353535353535353535353535 --value 1 --max-fee 30'],
  ['request list'],
  ['request show abcdefgh'],
  ['request watch abcdefgh'],
  ['request cancel abcdefgh'],
])('%s without a cluster says so', async (command) => {
  const { exit, out } = await quorate(...command.split(' '), '--dir', nowhere, '--json');
  expect(exit).toBe(1);
  expect(JSON.parse(out)).toMatchObject({ error: { code: 'no-cluster', message: expect.stringContaining(nowhere) } });
});
