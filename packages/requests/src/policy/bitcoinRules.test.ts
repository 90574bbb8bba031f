import { decodeCbor, encodeCbor } from '@quorate/tss-core/wire';
import { p2sh, p2wpkh } from '@scure/btc-signer/payment.js';
import { describe, expect, test } from 'vitest';
import { taprootTestKey } from '../intents/fixtures/keys.ts';
import {
  foreign,
  foreignScript,
  ourScript,
  ours,
  PAYEE,
  payee,
  psbtIntent,
  simplePayment,
} from '../intents/fixtures/psbts.ts';
import type { BitcoinPsbt } from '../intents/intent.ts';
import { prepareIntent } from '../intents/prepareIntent.ts';
import { type BitcoinRules, bitcoinRulesCodec, DEFAULT_BITCOIN_RULES } from './bitcoinRules.ts';
import { evaluate } from './evaluate.ts';
import { localDemoRules } from './localDemoRules.ts';
import { parseRuleSet, policyHash } from './parseRuleSet.ts';
import type { RuleSet } from './ruleSet.ts';

const everything = { desks: '*', keys: '*', intents: '*' } as const;
const key = taprootTestKey(1);
const COLD = 'bc1p5cyxnuxmeuwuvkwfem96lqzszd02n6xdcjrs20cac6yqjjwudpxqkedrcr';
/** A script that does not say how it is spent. */
const hiddenScript = p2sh(p2wpkh(key.context.groupKey)).script;

function ruleSet(bitcoin: Partial<BitcoinRules>): RuleSet {
  const rules = { ...DEFAULT_BITCOIN_RULES, ...bitcoin };
  return { version: 1, name: 'prod', description: '', allow: [{ ...everything, bitcoin: rules }] };
}

function judge(rules: RuleSet, value: BitcoinPsbt) {
  const { needs } = prepareIntent({ kind: 'bitcoin-psbt', value }, key.context);
  return evaluate(rules, { desk: 'payments', keyName: 'treasury', intentKind: 'bitcoin-psbt', needs });
}

const refusal = (...reasons: readonly string[]) => ({ allowed: false, reasons });

describe('destinations', () => {
  const data = { script: Uint8Array.of(0x6a, 1, 7), amount: 0n };
  const change = { script: ourScript(key), amount: 90_000n };

  test('a listed payee is paid, and change returns without being listed', () => {
    expect(judge(ruleSet({ destinations: [COLD, PAYEE] }), simplePayment(key)).allowed).toBe(true);
  });

  test('any other is refused by name', () => {
    const reason = `no rule of prod allows payments to ${PAYEE}`;
    expect(judge(ruleSet({ destinations: [COLD] }), simplePayment(key))).toEqual(refusal(reason));
    expect(judge(ruleSet({ destinations: [] }), simplePayment(key))).toEqual(refusal(reason));
  });

  test('one listed payee carries neither another along nor a data output', () => {
    const paid = { script: payee.script, amount: 1000n };
    const outputs = [paid, { script: hiddenScript, amount: 98_000n }, data];
    const value = psbtIntent({ inputs: [ours(key, 100_000n)], outputs });
    expect(judge(ruleSet({ destinations: [PAYEE] }), value)).toEqual(
      refusal(expect.stringMatching(/^no rule of prod allows payments to 3/), 'no rule of prod allows data outputs'),
    );
    const noted = psbtIntent({ inputs: [ours(key, 100_000n)], outputs: [paid, data, change] });
    expect(judge(ruleSet({ destinations: [PAYEE, 'data'] }), noted).allowed).toBe(true);
  });

  test('with coins of others their change is a payment', () => {
    const outputs = [change, { script: foreignScript, amount: 30_000n }];
    const value = psbtIntent({ inputs: [ours(key, 100_000n), foreign(31_000n)], outputs });
    expect(judge(ruleSet({ destinations: [PAYEE] }), value).allowed).toBe(false);
    expect(judge(ruleSet({}), value).allowed).toBe(true);
  });

  test('an address is listed as the network of the request writes it', () => {
    const onRegtest = { ...simplePayment(key), network: 'regtest' } as const;
    expect(judge(ruleSet({ destinations: [PAYEE] }), onRegtest).allowed).toBe(false);
  });
});

describe('the fee rate', () => {
  // One taproot input, two outputs: 142 vbytes.
  const paying = (fee: bigint) => {
    const outputs = [payee.script, ourScript(key)].map((script) => ({ script, amount: 5_000_000n }));
    return psbtIntent({ inputs: [ours(key, 10_000_000n + fee)], outputs });
  };

  test('is allowed up to the limit and refused above it', () => {
    expect(judge(ruleSet({ maxFeeRate: 10 }), paying(1420n)).allowed).toBe(true);
    expect(judge(ruleSet({ maxFeeRate: 10 }), paying(1421n))).toEqual(
      refusal('no rule of prod allows a fee of 0.00001421 BTC (1421 sat), 10.01 sat/vB'),
    );
  });

  test('is never absurd, whatever a rule leaves out', () => {
    expect(judge(localDemoRules, paying(1_420_000n)).allowed).toBe(true);
    expect(judge(localDemoRules, paying(1_421_000n))).toEqual(
      refusal('no rule of local-demo allows a fee of 0.01421 BTC (1421000 sat), 10007.04 sat/vB'),
    );
  });

  test('counts a coin that hides its size as if it had none', () => {
    const hidden = foreign(10_000n, 9, { witnessUtxo: { amount: 10_000n, script: hiddenScript } });
    const outputs = [{ script: payee.script, amount: 100_000n }];
    const value = psbtIntent({ inputs: [ours(key, 100_000n), hidden], outputs });
    // 10 bytes, 41 for each input, 31 for the output, and the witnesses of 69 weight units.
    expect(judge(ruleSet({ maxFeeRate: 71 }), value).allowed).toBe(true);
    expect(judge(ruleSet({ maxFeeRate: 70 }), value).allowed).toBe(false);
  });
});

describe('rules from a file', () => {
  const parse = (bitcoin: unknown) =>
    parseRuleSet({ version: 1, name: 'prod', description: '', allow: [{ ...everything, bitcoin }] }).allow[0]?.bitcoin;

  test('say only what they restrict', () => {
    expect(parse({})).toEqual(DEFAULT_BITCOIN_RULES);
    expect(parse({ maxFeeRate: 5 })).toEqual({ destinations: '*', maxFeeRate: 5 });
  });

  test('addresses of every network and kind are accepted, in capitals too', () => {
    const destinations = [PAYEE.toUpperCase(), COLD, '1BgGZ9tcN4rm9KBzDn7KprQz87SZ26SAMH', 'data'];
    expect(parse({ destinations })?.destinations).toEqual([PAYEE, ...destinations.slice(1)]);
    const others = ['2Mww8dCYPUpKHofjgcXcBCEGmniw9CoaiD2', 'tb1qw508d6qejxtdg4y5r3zarvary0c5xw7kxpjzsx'];
    expect(parse({ destinations: others })?.destinations).toEqual(others);
  });

  test.each<[unknown, string]>([
    [{ destination: [] }, 'allow[0].bitcoin: unknown field "destination"'],
    [{ destinations: [COLD.replace('5', '6')] }, 'destinations[0]: expected a Bitcoin address or data, not "bc1p6'],
    [{ destinations: [''] }, 'destinations[0]: expected a Bitcoin address'],
    [{ destinations: [7] }, 'destinations[0]: expected a Bitcoin address'],
    [{ destinations: 'all' }, 'allow[0].bitcoin.destinations: expected "*" or a list of Bitcoin addresses'],
    [{ maxFeeRate: 0 }, 'allow[0].bitcoin.maxFeeRate: expected number to be >=1'],
    [{ maxFeeRate: 1.5 }, 'maxFeeRate: expected int, received number'],
    [{ maxFeeRate: 1_000_001 }, 'maxFeeRate: expected number to be <=1000000'],
  ])('%j is refused', (bitcoin, sentence) => {
    expect(() => parse(bitcoin)).toThrow(sentence);
  });

  test('the hash tells every two of them apart, and they survive their encoding', () => {
    const sets: readonly Partial<BitcoinRules>[] = [
      {},
      { destinations: [] },
      { destinations: [COLD] },
      { maxFeeRate: 1 },
    ];
    const hashes = [localDemoRules, ...sets.map((one) => ruleSet(one))].map((rules) => policyHash(rules).join());
    expect(new Set(hashes).size).toBe(sets.length + 1);
    for (const one of sets) {
      const rules = { ...DEFAULT_BITCOIN_RULES, ...one };
      expect(decodeCbor(bitcoinRulesCodec, encodeCbor(bitcoinRulesCodec, rules), 1 << 16)).toEqual(rules);
    }
  });
});
