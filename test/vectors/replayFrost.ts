import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js';
import { type Ciphersuite, generateNonces, type PartyIndex, type SigningKey } from '@quorate/tss-core';
import {
  additiveShare,
  additiveVerifyingShare,
  aggregate,
  bindingFactorInputs,
  computeBindingFactors,
  Polynomial,
  signingPackage,
  signShare,
  verifyShare,
} from '@quorate/tss-core/frost';
import { expect, test } from 'vitest';
import { drawing, party, readVectors } from './support.ts';

interface RoundOne {
  readonly identifier: number;
  readonly hiding_nonce_randomness: string;
  readonly binding_nonce_randomness: string;
  readonly hiding_nonce: string;
  readonly binding_nonce: string;
  readonly hiding_nonce_commitment: string;
  readonly binding_nonce_commitment: string;
  readonly binding_factor_input: string;
  readonly binding_factor: string;
}

interface FrostVectors {
  readonly inputs: {
    readonly participant_list: readonly number[];
    readonly group_secret_key: string;
    /** RFC 9591's name; ZF calls it `verifying_key_key`. */
    readonly group_public_key?: string;
    readonly verifying_key_key?: string;
    readonly message: string;
    readonly share_polynomial_coefficients: readonly string[];
    readonly participant_shares: readonly { readonly identifier: number; readonly participant_share: string }[];
  };
  readonly round_one_outputs: { readonly outputs: readonly RoundOne[] };
  readonly round_two_outputs: {
    readonly outputs: readonly { readonly identifier: number; readonly sig_share: string }[];
  };
  readonly final_output: { readonly sig: string };
}

/** Replays one signing vector byte by byte; `keyOf` says under which key these vectors sign. */
export function replayFrost(path: string, suite: Ciphersuite, keyOf: Ciphersuite['signingKey']): void {
  const { inputs, round_one_outputs, round_two_outputs, final_output }: FrostVectors = JSON.parse(readVectors(path));
  const { group } = suite;
  const scalar = (hex: string) => group.decodeScalar(hexToBytes(hex));
  const hexOf = (value: bigint) => bytesToHex(group.encodeScalar(value));
  const message = hexToBytes(inputs.message);
  const polynomial = new Polynomial(
    group,
    scalar(inputs.group_secret_key),
    inputs.share_polynomial_coefficients.map(scalar),
  );
  const assignment = [inputs.participant_list.map(party)];
  const groupKey = group.generator.multiply(scalar(inputs.group_secret_key));
  const key: SigningKey = keyOf(groupKey);

  const signers = round_one_outputs.outputs.map((output) => {
    const index = party(output.identifier);
    const share = polynomial.evaluate(index);
    const random = drawing(output.hiding_nonce_randomness, output.binding_nonce_randomness);
    return { index, output, share, nonces: generateNonces(suite, share, random) };
  });
  const commitments = new Map(signers.map(({ index, nonces }) => [index, nonces.commitment]));
  const signing = signingPackage(suite, key, commitments, message);
  const sigShareOf = (index: PartyIndex) =>
    round_two_outputs.outputs.find(({ identifier }) => identifier === index)?.sig_share ?? '';

  test('the group key and the shares of the polynomial', () => {
    const expected = inputs.group_public_key ?? inputs.verifying_key_key;
    expect(bytesToHex(group.encodeElement(groupKey))).toBe(expected);
    for (const { identifier, participant_share } of inputs.participant_shares) {
      expect(hexOf(polynomial.evaluate(party(identifier)))).toBe(participant_share);
    }
  });

  test('nonces (§4.1) and their commitments (§5.1)', () => {
    for (const { output, share } of signers) {
      const nonces = generateNonces(
        suite,
        share,
        drawing(output.hiding_nonce_randomness, output.binding_nonce_randomness),
      );
      expect(bytesToHex(group.encodeElement(nonces.commitment.hiding))).toBe(output.hiding_nonce_commitment);
      expect(bytesToHex(group.encodeElement(nonces.commitment.binding))).toBe(output.binding_nonce_commitment);
      const { hiding, binding } = nonces.take();
      expect([hexOf(hiding), hexOf(binding)]).toEqual([output.hiding_nonce, output.binding_nonce]);
    }
  });

  test('binding factors and their inputs (§4.4)', () => {
    const hashed = bindingFactorInputs(suite, key.outputKey, commitments, message);
    const factors = computeBindingFactors(suite, key.outputKey, commitments, message);
    for (const { index, output } of signers) {
      expect(bytesToHex(hashed.get(index) ?? Uint8Array.of())).toBe(output.binding_factor_input);
      expect(hexOf(factors.get(index) ?? 0n)).toBe(output.binding_factor);
    }
  });

  test('signature shares (§5.2), their verification (§5.4) and the signature (§5.3)', () => {
    const vector = polynomial.commit();
    const shares = signers.map(({ index, nonces, share }) => {
      const z = signShare(signing, index, nonces, additiveShare(group, assignment, index, share));
      expect(hexOf(z)).toBe(sigShareOf(index));
      expect(verifyShare(signing, index, additiveVerifyingShare(group, assignment, index, [vector]), z)).toBe(true);
      return z;
    });
    const signature = aggregate(signing, shares);
    expect(bytesToHex(signature)).toBe(final_output.sig);
    expect(suite.verify(signature, message, key.publicKey)).toBe(true);
  });
}
