import { p2pkh } from '@scure/btc-signer/payment.js';
import { describe, expect, test } from 'vitest';
import { taprootTestKey } from '../fixtures/keys.ts';
import {
  foreign,
  ourScript,
  ours,
  PAYEE,
  type PsbtParts,
  payee,
  psbtIntent,
  simplePayment,
} from '../fixtures/psbts.ts';
import type { Description } from '../prepared.ts';
import { preparePsbt } from './preparePsbt.ts';

const key = taprootTestKey(1);

function described(parts: PsbtParts): Description {
  return preparePsbt(psbtIntent(parts), key.context).description;
}

function values(description: Description, label: string): string[] {
  return description.lines.filter((line) => line.label === label).map((line) => line.value);
}

function opReturn(...payload: number[]): Uint8Array {
  return Uint8Array.of(0x6a, ...payload);
}

test('a payment says whom it pays how much, what comes back and what it costs', () => {
  const { description } = preparePsbt(simplePayment(key), key.context);
  expect(description.title).toBe(`Pay 0.0006 BTC (60000 sat) to ${PAYEE}`);
  expect(values(description, 'Network')).toEqual(['Bitcoin mainnet']);
  expect(values(description, 'Pays')).toEqual([`0.0006 BTC (60000 sat) to ${PAYEE}`]);
  expect(values(description, 'Returns to this key')).toEqual(['0.00039 BTC (39000 sat) (change)']);
  expect(values(description, 'In all')).toEqual(['this key gives 0.00061 BTC (61000 sat)']);
  expect(values(description, 'Fee')).toEqual(['0.00001 BTC (1000 sat), about 7.0 sat/vB, 1 % of what is spent']);
  expect(description.warnings).toEqual([]);
});

test('a payment to oneself and a payment to several say so', () => {
  const inputs = [ours(key, 100_000n)];
  expect(described({ inputs, outputs: [{ script: ourScript(key), amount: 99_000n }] }).title).toBe(
    'Move bitcoin within this key, for a fee of 0.00001 BTC (1000 sat)',
  );
  const legacy = p2pkh(key.context.groupKey).script;
  const outputs = [payee.script, legacy].map((script) => ({ script, amount: 49_000n }));
  expect(described({ inputs, outputs }).title).toBe('Pay 0.00098 BTC (98000 sat) to 2 outputs');
});

test('with coins of others it says what this key gives or receives', () => {
  const outputs = [{ script: ourScript(key), amount: 60_000n }];
  const description = described({ inputs: [ours(key, 50_000n), foreign(11_000n)], outputs });
  expect(description.title).toContain('with others: this key receives 0.0001 BTC (10000 sat)');
  expect(values(description, 'Spends (others)')).toEqual([expect.stringContaining('0.00011 BTC')]);
  expect(description.warnings.join()).toContain('Others spend coins');
});

describe('a high fee is pointed out', () => {
  test.each([
    ['more than 5 % of what is spent', 100_000n, 94_000n],
    ['more than 0.01 BTC', 1_000_000_000n, 998_000_000n],
    ['more than 1000 sat/vB', 100_000_000n, 99_800_000n],
  ])('%s', (_why, spent, paid) => {
    const { warnings } = described({ inputs: [ours(key, spent)], outputs: [{ script: payee.script, amount: paid }] });
    expect(warnings).toEqual([expect.stringMatching(/^The fee is high/)]);
  });
});

test('a payment below the dust limit is pointed out', () => {
  const inputs = [ours(key, 100_000n)];
  const rest = { script: ourScript(key), amount: 99_000n };
  const dust = described({ inputs, outputs: [{ script: payee.script, amount: 293n }, rest] });
  expect(dust.warnings).toEqual([expect.stringContaining('below the dust limit')]);
  const enough = described({ inputs, outputs: [{ script: payee.script, amount: 294n }, rest] });
  expect(enough.warnings).toEqual([]);
});

test('data outputs are shown as text or hex, and burnt coins and Runes are pointed out', () => {
  const outputs = [
    { script: opReturn(5, 0x68, 0x65, 0x6c, 0x6c, 0x6f), amount: 0n },
    { script: opReturn(2, 0xff, 0x00), amount: 0n },
    { script: opReturn(4, 0x61, 0xe2, 0x80, 0xae), amount: 0n },
    { script: opReturn(), amount: 5n },
    { script: opReturn(0x5d, 1, 7), amount: 0n },
    { script: opReturn(0x4c), amount: 0n },
    { script: ourScript(key), amount: 99_000n },
  ];
  const description = described({ inputs: [ours(key, 100_000n)], outputs });
  expect(values(description, 'Writes data')).toEqual([
    '"hello"',
    'hex ff00',
    'hex 61e280ae',
    'empty, and destroys 0.00000005 BTC (5 sat)',
    'hex 5d0107',
    'hex 4c',
  ]);
  expect(description.warnings).toEqual([
    '0.00000005 BTC (5 sat) sent to a data output is lost for ever.',
    expect.stringContaining('Runes'),
  ]);
});

test('unusual but standard outputs are named for what they are', () => {
  const pubkey = key.context.groupKey;
  const scripts = [
    Uint8Array.from([0x21, ...pubkey, 0xac]),
    Uint8Array.from([0x51, 0x21, ...pubkey, 0x51, 0xae]),
    Uint8Array.of(0x51, 0x02, 0x4e, 0x73),
  ];
  const outputs = scripts.map((script) => ({ script, amount: 30_000n }));
  const description = described({ inputs: [ours(key, 91_000n)], outputs });
  expect(values(description, 'Pays')).toEqual([
    expect.stringMatching(/to public key 02/),
    expect.stringMatching(/to bare 1-of-1 multisig of 02/),
  ]);
  expect(values(description, 'Anchor')).toEqual([expect.stringMatching(/anyone can spend, bc1pfeessrawgf/)]);
});

test('replaceability and lock times are said where they matter', () => {
  const outputs = [{ script: payee.script, amount: 99_000n }];
  const final = described({ inputs: [ours(key, 100_000n)], outputs, lockTime: 800_000 });
  expect(values(final, 'Not valid before')).toEqual([]);
  expect(values(final, 'Replaceable')).toEqual([]);
  const waiting = [ours(key, 100_000n, 0, { sequence: 0xfffffffe })];
  expect(values(described({ inputs: waiting, outputs, lockTime: 800_000 }), 'Not valid before')).toEqual([
    'block 800000',
  ]);
  expect(values(described({ inputs: waiting, outputs, lockTime: 1_700_000_000 }), 'Not valid before')).toEqual([
    '2023-11-14T22:13:20.000Z',
  ]);
  const replaceable = described({ inputs: [ours(key, 100_000n, 0, { sequence: 0xfffffffd })], outputs });
  expect(values(replaceable, 'Replaceable')).toEqual([expect.stringContaining('BIP-125')]);
  const blocks = described({ inputs: [ours(key, 100_000n, 0, { sequence: 10 })], outputs });
  expect(values(blocks, 'Not valid before')).toEqual(['the coin of input 0 is 10 blocks old']);
  const seconds = described({ inputs: [ours(key, 100_000n, 0, { sequence: 0x400002 })], outputs });
  expect(values(seconds, 'Not valid before')).toEqual(['the coin of input 0 is 1024 seconds old']);
});
