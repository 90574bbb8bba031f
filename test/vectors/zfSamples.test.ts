import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js';
import { ciphersuite } from '@quorate/tss-core';
import { describe, expect, test } from 'vitest';
import { readVectors, ZF_FOLDERS } from './support.ts';

describe.each(ZF_FOLDERS)('ZF samples, %s', (scheme, folder) => {
  const { group } = ciphersuite(scheme);
  const scalar = (hex: string) => group.decodeScalar(hexToBytes(hex));

  test('the invalid element is refused', () => {
    const { elements }: { elements: { invalid_element: string } } = JSON.parse(
      readVectors(`zf-frost/${folder}/elements.json`),
    );
    expect(() => group.decodeElement(hexToBytes(elements.invalid_element))).toThrow();
  });

  test('identifier, scalar and elements have these encodings', () => {
    const samples: { identifier: string; scalar1: string; element1: string; element2: string } = JSON.parse(
      readVectors(`zf-frost/${folder}/samples.json`),
    );
    expect(bytesToHex(group.encodeScalar(42n))).toBe(samples.identifier);
    expect(bytesToHex(group.encodeScalar(scalar(samples.scalar1)))).toBe(samples.scalar1);
    expect(bytesToHex(group.encodeElement(group.generator))).toBe(samples.element1);
    expect(bytesToHex(group.encodeElement(group.generator.add(group.generator)))).toBe(samples.element2);
  });

  test('share repair: what the helpers draw and send sums up modulo the order', () => {
    const repair: {
      scalar_generation: { readonly [name: string]: string };
      sigma_generation: { readonly [name: string]: string };
    } = JSON.parse(readVectors(`zf-frost/${folder}/repair-share.json`));
    const { random_scalar_sum = '', ...draws } = repair.scalar_generation;
    const { sigma_sum = '', ...sigmas } = repair.sigma_generation;
    const sumOf = (parts: { readonly [name: string]: string }) =>
      bytesToHex(group.encodeScalar(group.reduce(Object.values(parts).reduce((sum, part) => sum + scalar(part), 0n))));
    expect([sumOf(draws), sumOf(sigmas)]).toEqual([random_scalar_sum, sigma_sum]);
  });
});
