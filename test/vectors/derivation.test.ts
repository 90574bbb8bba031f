import { secp256k1 } from '@noble/curves/secp256k1.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js';
import { addressOf, keyContextAt } from '@quorate/requests';
import { ciphersuite, derivePath, type KeyStatement, keyAt, keyStatementType, type SchemeId } from '@quorate/tss-core';
import { keygenResults, simulateKeygen, structureOf } from '@quorate/tss-core/testing';
import { encodeCbor } from '@quorate/tss-core/wire';
import { createBase58check } from '@scure/base';
import { describe, expect, test } from 'vitest';
import { readVectors } from './support.ts';

const base58check = createBase58check(sha256);

/** BIP-32's serialisation: version, depth, fingerprint, index, 32 bytes of chain code, 33 of key. */
function parseXpub(xpub: string) {
  const decoded = base58check.decode(xpub);
  if (decoded.length !== 78) throw new Error('no extended key');
  return { chainCode: decoded.slice(13, 45), publicKey: decoded.slice(45) };
}

describe('BIP-32: public derivation on secp256k1', () => {
  const rows: { vector: string; parent: string; path: number[]; child: string }[] = JSON.parse(
    readVectors('bip32/public-derivation.json'),
  );
  const suite = ciphersuite('frost-secp256k1');

  test.each(rows)('test vector $vector, path $path', ({ parent, path, child }) => {
    const { chainCode, publicKey } = parseXpub(parent);
    const derived = derivePath(suite, suite.group.decodeElement(publicKey), chainCode, path);
    expect({ chainCode: derived.chainCode, publicKey: suite.group.encodeElement(derived.point) }).toEqual(
      parseXpub(child),
    );
  });
});

describe('SLIP-10: public derivation on P-256', () => {
  type Extended = { publicKey: string; chainCode: string };
  const rows: { chain: string; parent: Extended; index: number; child: Extended }[] = JSON.parse(
    readVectors('slip10/nist256p1.json'),
  );
  const suite = ciphersuite('frost-p256');

  test.each(rows)('$chain', ({ parent, index, child }) => {
    const point = suite.group.decodeElement(hexToBytes(parent.publicKey));
    const derived = derivePath(suite, point, hexToBytes(parent.chainCode), [index]);
    expect(bytesToHex(suite.group.encodeElement(derived.point))).toBe(child.publicKey);
    expect(bytesToHex(derived.chainCode)).toBe(child.chainCode);
  });
});

describe('BIP-86: addresses below an account', () => {
  const vectors: {
    account: string;
    addresses: { path: number[]; xpub: string; internal_key: string; output_key: string; address: string }[];
  } = JSON.parse(readVectors('bip86/account0.json'));
  const account = parseXpub(vectors.account);

  test.each(vectors.addresses)('path $path', ({ path, xpub, internal_key, output_key, address }) => {
    const statement = accountStatement('frost-secp256k1-tr', account);
    const { suite, groupKey, signingKey } = keyAt(statement, path);
    const encoded = suite.group.encodeElement(groupKey);
    expect(encoded).toEqual(parseXpub(xpub).publicKey);
    expect(bytesToHex(encoded.slice(1))).toBe(internal_key);
    expect(bytesToHex(signingKey.publicKey)).toBe(output_key);
    const context = { scheme: 'frost-secp256k1-tr', groupKey: encoded, publicKey: signingKey.publicKey } as const;
    expect(addressOf(context, { network: 'mainnet' })).toBe(address);
  });
});

describe('BIP-84: addresses below an account', () => {
  const vectors: { account: string; addresses: { path: number[]; public_key: string; address: string }[] } = JSON.parse(
    readVectors('bip84/account0.json'),
  );
  // The BIP prints the account's private key alone; it is `00` and the scalar.
  const { chainCode, publicKey: padded } = parseXpub(vectors.account);
  const account = { chainCode, publicKey: secp256k1.getPublicKey(padded.slice(1)) };

  test.each(vectors.addresses)('path $path', ({ path, public_key, address }) => {
    const context = keyContextAt(accountStatement('ecdsa-secp256k1', account), path);
    expect(bytesToHex(context.publicKey)).toBe(public_key);
    expect(addressOf(context, { chain: 'bitcoin' })).toBe(address);
  });
});

/** A key statement whose key and chain code are an account's, as if it had been made by a keygen. */
function accountStatement(scheme: SchemeId, account: ReturnType<typeof parseXpub>): KeyStatement {
  const [result] = keygenResults(simulateKeygen(structureOf(scheme, [2, [1, 2]]), 'account')).values();
  if (!result) throw new Error('no key');
  const { statement } = result.certificate;
  const [[, slope = account.publicKey] = []] = statement.commitments;
  const replaced = {
    ...statement,
    groupKey: account.publicKey,
    commitments: [[account.publicKey, slope]],
    chainCode: account.chainCode,
  };
  expect(() => encodeCbor(keyStatementType.codec, replaced)).not.toThrow();
  return replaced;
}
