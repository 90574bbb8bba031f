import { p256 } from '@noble/curves/nist.js';
import { keccak_256 } from '@noble/hashes/sha3.js';
import { utf8ToBytes } from '@noble/hashes/utils.js';
import { RequestRejected } from '@quorate/tss-core';
import { hex } from '@scure/base';
import fc from 'fast-check';
import { verifyTyped } from 'micro-eth-signer';
import { type Hex, hashTypedData, recoverTypedDataAddress, toHex } from 'viem';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { addressOf } from '../../address.ts';
import { expectRejection } from '../../fixtures/expectRejection.ts';
import { ecdsaTestKey, taprootTestKey } from '../../fixtures/keys.ts';
import { MAIL, type TypedDataParts, typedData, typedDataIntent } from '../../fixtures/typedData.ts';
import { prepareTypedData } from './prepareTypedData.ts';

const key = ecdsaTestKey(keccak_256(utf8ToBytes('cow')));
const cow = '0xCD2a3d9F938E13CD947Ec05AbC7FE734Df8DD826';

const prepare = (parts: TypedDataParts) => prepareTypedData(typedDataIntent(parts), key.context);

function sign(prepared: ReturnType<typeof prepare>) {
  return prepared.attach(prepared.messages.map((message) => key.sign(message)));
}

test('the example of EIP-712 is hashed and signed as published', () => {
  expect(addressOf(key.context, { chain: 'ethereum' })).toBe(cow);
  const prepared = prepare(MAIL);
  const [digest = new Uint8Array()] = prepared.messages;
  expect(hex.encode(digest)).toBe('be609aee343fb3c4b28e1df9e632fca64fcfaede20f02e86244efddf30957bd2');
  const artefact = sign(prepared);
  expect(artefact).toMatchObject({ kind: 'typed-data-signature', missingSigners: [] });
  expect(artefact.text).toBe(
    '0x4355c47d63924e8a72e509b65029052eb6c299d53a04e167c5775fd466751c9d' +
      '07299936d304c153f6443dfa05f40ff007d72911b6f72307f996231605b915621c',
  );
});

test('viem and micro-eth-signer find the signer', async () => {
  const { text } = sign(prepare(MAIL));
  const typed = { ...MAIL, domain: { ...MAIL.domain, chainId: 1n } };
  expect(await recoverTypedDataAddress({ ...typed, signature: text as Hex })).toBe(cow);
  expect(verifyTyped(text, typed, cow)).toBe(true);
});

test('a P-256 key has no account: its x and y are shown, and given with r and s', () => {
  const passkey = ecdsaTestKey(7, p256);
  const prepared = prepareTypedData(typedDataIntent(MAIL), passkey.context);
  const [digest = new Uint8Array()] = prepared.messages;
  expect(prepared.messages).toEqual(prepare(MAIL).messages);
  const { bytes, text, p256: parts } = prepared.attach([passkey.sign(digest)]);
  if (!parts) throw new Error('no parts');
  expect(bytes).toHaveLength(64);
  expect(text).toBe(`0x${parts.r.slice(2)}${parts.s.slice(2)}`);
  expect(parts.hash).toBe(toHex(digest));
  expect(prepared.description.lines.slice(1, 3)).toEqual([
    {
      label: 'Signed as',
      value: `P-256 public key x ${parts.x}, y ${parts.y}, which has no address of its own`,
    },
    { label: 'Serves', value: 'every contract account that takes this key, unless a field names one' },
  ]);
  const publicKey = Uint8Array.from(Buffer.from(`04${parts.x.slice(2)}${parts.y.slice(2)}`, 'hex'));
  expect(p256.verify(bytes, digest, publicKey, { prehash: false, lowS: true })).toBe(true);
  expectRejection('bad-signature', () => prepared.attach([key.sign(digest)]));
  expectRejection('bad-signature', () => prepared.attach([bytes]));
});

test('to a P-256 key nobody is itself: whoever is paid is for the rules', () => {
  const type = 'Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)';
  const intent = typedDataIntent(typedData(type, { owner: cow, spender: cow, value: 1, nonce: 0, deadline: 9 }));
  const recipient = { kind: 'recipient', chain: 1, address: cow };
  expect(prepareTypedData(intent, key.context).needs).not.toContainEqual(recipient);
  expect(prepareTypedData(intent, ecdsaTestKey(7, p256).context).needs).toContainEqual(recipient);
});

/** A Solidity type with values for it, as JSON has them. */
const ATOMS: readonly (readonly [string, fc.Arbitrary<unknown>])[] = [
  ['string', fc.string({ unit: 'grapheme', maxLength: 20 })],
  ['bool', fc.boolean()],
  ['address', fc.uint8Array({ minLength: 20, maxLength: 20 }).map((bytes) => toHex(bytes))],
  ['bytes', fc.uint8Array({ maxLength: 70 }).map((bytes) => toHex(bytes))],
  ['bytes32', fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => toHex(bytes))],
  ['bytes5', fc.uint8Array({ minLength: 5, maxLength: 5 }).map((bytes) => toHex(bytes))],
  ['uint8', fc.nat(255)],
  ['uint256', fc.bigInt({ min: 0n, max: 2n ** 256n - 1n }).map(String)],
  ['int128', fc.bigInt({ min: -(2n ** 127n), max: 2n ** 127n - 1n }).map(String)],
  ['uint16[]', fc.array(fc.nat(65_535), { maxLength: 4 })],
  [
    'bytes3[2]',
    fc.array(
      fc.uint8Array({ minLength: 3, maxLength: 3 }).map((bytes) => toHex(bytes)),
      { minLength: 2, maxLength: 2 },
    ),
  ],
  [
    'int8[2][]',
    fc.array(fc.array(fc.integer({ min: -128, max: 127 }), { minLength: 2, maxLength: 2 }), { maxLength: 3 }),
  ],
];

const anyStruct = fc.array(fc.constantFrom(...ATOMS), { minLength: 1, maxLength: 6 }).chain((fields) => {
  const types = fields.map(([type], i) => ({ name: `f${i}`, type }));
  const values = Object.fromEntries(fields.map(([, values], i) => [`f${i}`, values]));
  return fc.tuple(fc.constant(types), fc.record(values), fc.record(values));
});

test('whatever the types, the digest is that of viem', () => {
  fc.assert(
    fc.property(anyStruct, anyStruct, ([aTypes, a1, a2], [zTypes, z]) => {
      const types = {
        Zed: [...zTypes, { name: 'all', type: 'Alpha[]' }],
        Alpha: aTypes,
        Root: [
          { name: 'z', type: 'Zed' },
          { name: 'a', type: 'Alpha' },
        ],
      };
      const message = { z: { ...z, all: [a1, a2] }, a: a1 };
      const domain = { version: '7', chainId: 10, salt: `0x${'09'.repeat(32)}` } as const;
      const parts = { types, primaryType: 'Root', domain, message } as const;
      expect(prepare(parts).messages.map((digest) => toHex(digest))).toEqual([hashTypedData(parts)]);
    }),
    { numRuns: 100 },
  );
});

test('what is given is shown, field by field', () => {
  const { description, needs } = prepare(MAIL);
  const contract = MAIL.domain.verifyingContract;
  expect(description.title).toBe(`Sign typed data Mail for contract ${contract}`);
  expect(description.lines).toEqual([
    { label: 'Network', value: 'Ethereum mainnet (chain 1)' },
    { label: 'Signed as', value: cow },
    { label: 'Does', value: `Sign typed data Mail for contract ${contract}` },
    { label: 'domain.name', value: '"Ether Mail"' },
    { label: 'domain.version', value: '"1"' },
    { label: 'domain.chainId', value: '1' },
    { label: 'domain.verifyingContract', value: contract },
    { label: 'message.from.name', value: '"Cow"' },
    { label: 'message.from.wallet', value: `this key (${cow})` },
    { label: 'message.to.name', value: '"Bob"' },
    { label: 'message.to.wallet', value: MAIL.message.to.wallet },
    { label: 'message.contents', value: '"Hello, Bob!"' },
  ]);
  expect(description.warnings).toEqual([expect.stringContaining('does not know what a Mail does')]);
  expect(needs).toEqual([
    { kind: 'chain', chain: 1 },
    { kind: 'contract', chain: 1, address: contract },
    { kind: 'unknown-typed-data', type: 'Mail' },
  ]);
});

test('texts cannot forge lines, and empty lists are seen', () => {
  const parts = typedData('Note(string text,uint8[] list,bytes data)', { text: 'a\n\u202eb', list: [], data: '0x' });
  expect(prepare(parts).description.lines.slice(-3)).toEqual([
    { label: 'message.text', value: '"a\\u{a}\\u{202e}b"' },
    { label: 'message.list', value: 'an empty list' },
    { label: 'message.data', value: '0x' },
  ]);
});

test('a domain without a chain, or without a contract, is said and for the rules to allow', () => {
  const { EIP712Domain, ...types } = MAIL.types;
  const unbound = prepare({ ...MAIL, types, domain: { name: 'Ether Mail' } });
  expect(unbound.needs).toEqual([
    { kind: 'unbound-typed-data', contract: undefined },
    { kind: 'unknown-typed-data', type: 'Mail' },
  ]);
  expect(unbound.description.lines[0]).toEqual({ label: 'Network', value: 'bound to no chain' });
  expect(unbound.description.warnings.slice(0, 2)).toEqual([
    expect.stringContaining('names no chain'),
    expect.stringContaining('names no contract'),
  ]);
});

describe('refused', () => {
  const { EIP712Domain, ...types } = MAIL.types;
  const plain: TypedDataParts = { ...MAIL, types };
  const at = (message: object) => ({ ...plain, message: { ...MAIL.message, ...message } });
  const note = (type: string, value: unknown) => typedData(`Note(${type} value)`, { value });

  test.each<[string, TypedDataParts, string]>([
    ['a missing field', at({ contents: undefined }), 'message.contents: missing.'],
    ['a field too many', at({ cc: 'Eve' }), 'message: unknown field "cc".'],
    ['a field too many within', at({ to: { ...MAIL.message.to, age: 3 } }), 'message.to: unknown field "age".'],
    ['a struct that is none', at({ to: 'Bob' }), 'message.to: expected a Person, which is an object.'],
    ['a struct that is null', at({ to: null }), 'message.to: expected a Person, which is an object.'],
    ['an unknown primary type', { ...plain, primaryType: 'Post' }, 'message: there is no type Post.'],
    ['the domain as message', { ...MAIL, primaryType: 'EIP712Domain' }, 'primaryType: the domain alone is not signed.'],
    ['an empty domain', { ...plain, domain: {} }, 'domain: it is empty'],
    ['an unknown domain field', { ...plain, domain: { ...MAIL.domain, chain: 1 } }, 'domain: unknown field "chain".'],
    [
      'a domain type that hides a field',
      { ...MAIL, domain: { ...MAIL.domain, salt: `0x${'00'.repeat(32)}` } },
      'types.EIP712Domain: expected what the domain has',
    ],
    ['a field of an unknown type', note('text', {}), 'message.value: there is no type text.'],
    [
      'a field twice',
      { ...plain, types: { ...types, Mail: [...types.Mail, { name: 'to', type: 'string' }] } },
      'types.Mail: a field is named twice.',
    ],
    ['a type with a strange name', { ...plain, types: { ...types, 'Mail)': [] } }, 'types'],
    [
      'a struct named as a type of Solidity',
      typedData('Note(uint8[] values)uint8(string text)', { values: [] }),
      'types.uint8: Solidity has a type of this name.',
    ],
    [
      'a field with a strange type',
      { ...plain, types: { Mail: [{ name: 'value', type: 'uint256)' }] } },
      'types.Mail[0].type: expected a type',
    ],
    [
      'an address with a typo',
      note('address', MAIL.domain.verifyingContract.replace('CcCC', 'cCCC')),
      'message.value: expected an address',
    ],
    ['a short address', note('address', '0x1234'), 'message.value: expected an address'],
    ['a number for a string', note('string', 1), 'message.value: expected a string.'],
    ['a word for a bool', note('bool', 'true'), 'message.value: expected true or false.'],
    ['a fraction', note('uint8', 1.5), 'message.value: expected an integer'],
    ['a negative unsigned number', note('uint8', -1), 'message.value: out of the range of uint8.'],
    ['a number too large', note('uint8', 256), 'message.value: out of the range of uint8.'],
    ['a signed number too small', note('int8', '-129'), 'message.value: out of the range of int8.'],
    ['digits with a space', note('uint256', ' 1'), 'message.value: expected an integer'],
    ['digits with a leading zero', note('uint256', '01'), 'message.value: expected an integer'],
    ['an integer of odd width', note('uint7', 1), 'message.value: there is no type uint7.'],
    ['an integer of no width', note('uint', 1), 'message.value: there is no type uint.'],
    ['an integer too wide', note('int264', 1), 'message.value: there is no type int264.'],
    ['half a byte', note('bytes', '0x123'), 'message.value: expected bytes'],
    ['too few bytes', note('bytes4', '0x123456'), 'message.value: expected 4 bytes.'],
    ['bytes that no type has', note('bytes33', '0x'), 'message.value: there is no type bytes33.'],
    ['no list', note('uint8[]', 1), 'message.value: expected a list.'],
    ['a list of another length', note('uint8[2]', [1]), 'message.value: expected a list of 2.'],
  ])('%s', (_name, parts, sentence) => {
    const { message } = expectRejection('bad-typed-data', () => prepare(parts));
    expect(message).toContain(`The typed data is not valid: ${sentence}`);
  });

  const json = JSON.stringify(plain);
  test.each<[string, string]>([
    ['no JSON', '{'],
    ['white space', ` ${json}`],
    ['a key given twice', json.replace('"name":"Cow"', '"name":"Eve","name":"Cow"')],
    ['a number that is not exact', json.replace('"chainId":1', '"chainId":9007199254740993')],
    ['a needless escape', json.replace('Cow', '\\u0043ow')],
    ['an exponent', json.replace('"chainId":1', '"chainId":1e0')],
  ])('%s', (_name, text) => {
    expectRejection('undecodable', () => prepareTypedData({ json: text }, key.context));
  });

  test('other things than typed data', () => {
    expectRejection('bad-typed-data', () => prepareTypedData({ json: '[]' }, key.context));
    expectRejection('bad-typed-data', () => prepareTypedData({ json: '{"__proto__":{}}' }, key.context));
    const extra = JSON.stringify({ ...plain, extra: 1 });
    expectRejection('bad-typed-data', () => prepareTypedData({ json: extra }, key.context));
  });

  test('a chain that no chain is, too much of it, and a key of another scheme', () => {
    expectRejection('unsupported-chain', () => prepare({ ...plain, domain: { ...MAIL.domain, chainId: 0 } }));
    const long = expectRejection('too-large', () => prepare(note('string', 'ü'.repeat(32_768))));
    expect(long.message).toMatch(/^The typed data has \d+ bytes; at most 65536 are signed\.$/);
    const many = Array.from({ length: 1024 }, () => 1);
    expectRejection('too-complex', () => prepare(note('uint8[]', many)));
    const nested = Array.from({ length: 17 }).reduce((inner) => ({ next: [inner] }), { next: [] }) as Record<
      string,
      unknown
    >;
    expectRejection('too-complex', () => prepare(typedData('Node(Node[] next)', nested)));
    const unused = Object.fromEntries(Array.from({ length: 64 }, (_, i) => [`T${i}`, []]));
    expectRejection('too-complex', () => prepare({ ...plain, types: { ...types, ...unused } }));
    expectRejection('wrong-scheme', () => prepareTypedData({ json }, taprootTestKey(1).context));
  });
});

test('JSON that is damaged is refused, or says something else', () => {
  const json = JSON.stringify(MAIL);
  const undamaged = hashTypedData({ ...MAIL, domain: { ...MAIL.domain, chainId: 1n } });
  const edit = fc.tuple(fc.nat(json.length), fc.nat(12), fc.string({ unit: 'binary', maxLength: 12 }));
  fc.assert(
    fc.property(edit, ([at, removed, inserted]) => {
      const damaged = json.slice(0, at) + inserted + json.slice(at + removed);
      try {
        const [digest = new Uint8Array()] = prepareTypedData({ json: damaged }, key.context).messages;
        // Spaces, and types that are used nowhere, say nothing.
        if (toHex(digest) === undamaged) expect(saidIn(damaged)).toBe(saidIn(json));
      } catch (problem) {
        if (!(problem instanceof RequestRejected)) throw problem;
      }
    }),
    { numRuns: 300 },
  );
});

/** All that is signed but for the types, whatever the case of its addresses. */
function saidIn(json: string): string {
  const { primaryType, domain, message } = z
    .looseObject({ primaryType: z.string(), domain: z.unknown(), message: z.unknown() })
    .parse(JSON.parse(json));
  return JSON.stringify([primaryType, domain, message]).toLowerCase();
}
