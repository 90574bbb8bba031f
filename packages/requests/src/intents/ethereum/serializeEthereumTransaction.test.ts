import fc from 'fast-check';
import { serializeTransaction, toHex } from 'viem';
import { expect, test } from 'vitest';
import { serializeEthereumTransaction } from './serializeEthereumTransaction.ts';

const wei = fc.bigInt({ min: 0n, max: 2n ** 90n });

test('it is what viem serializes', () => {
  fc.assert(
    fc.property(
      fc.record({
        chain: fc.integer({ min: 1, max: 2 ** 50 }),
        nonce: fc.nat(),
        to: fc.uint8Array({ minLength: 20, maxLength: 20 }).map((bytes) => toHex(bytes)),
        value: wei,
        data: fc.uint8Array({ maxLength: 80 }),
        gasLimit: fc.bigInt({ min: 0n, max: 2n ** 60n }),
        base: wei,
        priorityFeePerGas: wei,
      }),
      ({ base, ...fields }) => {
        const maxFeePerGas = base + fields.priorityFeePerGas;
        const expected = serializeTransaction({
          type: 'eip1559',
          chainId: fields.chain,
          nonce: fields.nonce,
          to: fields.to,
          value: fields.value,
          data: toHex(fields.data),
          gas: fields.gasLimit,
          maxFeePerGas,
          maxPriorityFeePerGas: fields.priorityFeePerGas,
        });
        const serialized = serializeEthereumTransaction({ ...fields, nonce: BigInt(fields.nonce), maxFeePerGas });
        expect(toHex(serialized)).toBe(expected);
      },
    ),
  );
});
