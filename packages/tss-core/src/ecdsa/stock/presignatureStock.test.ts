import { describe, expect, test } from 'vitest';
import { ecdsaSecp256k1 } from '../../groups/ecdsaSecp256k1.ts';
import { partyIndex } from '../../keys/structure.ts';
import { Presignature } from '../presign/presignature.ts';
import { PresignatureStock } from './presignatureStock.ts';

const { group } = ecdsaSecp256k1;

/** One whose secrets and name say which it is. */
function made(number: number): Presignature {
  const id = new Uint8Array(32).fill(number);
  const statement = { cluster: id, key: id, epoch: 1, session: id, auxGeneration: id, assignment: [], Gamma: id };
  const secrets = { k: BigInt(number), chi: BigInt(number) };
  return new Presignature(group, partyIndex(1), { statement: { ...statement, parts: [] }, signatures: [] }, secrets);
}

function stockOf(...numbers: readonly number[]) {
  const stock = new PresignatureStock();
  const presignatures = numbers.map(made);
  for (const [i, presignature] of presignatures.entries()) stock.add(numbers[i] ?? 0, presignature);
  return { stock, presignatures };
}

const isWiped = (presignature: Presignature | undefined) => {
  try {
    presignature?.take();
    return false;
  } catch {
    return true;
  }
};

describe('a stock of presignatures', () => {
  test('gives each once, in the order of their indices', () => {
    const { stock } = stockOf(3, 4, 9);
    expect([stock.size, stock.next]).toEqual([3, 10]);
    expect([1, 2, 3, 4].map(() => stock.take()?.take().k)).toEqual([3n, 4n, 9n, undefined]);
    expect([stock.size, stock.next]).toEqual([0, 10]);
  });

  test.each([4, 3, 0])('takes none out of order: index %i after 4', (index) => {
    const { stock } = stockOf(4);
    const late = made(index);
    expect(stock.add(index, late)).toBe(false);
    expect(isWiped(late)).toBe(true);
    expect(stock.size).toBe(1);
  });

  test('takes none of an index that was used up long ago', () => {
    const { stock } = stockOf(4);
    stock.take();
    expect(stock.add(4, made(4))).toBe(false);
    expect(stock.size).toBe(0);
  });

  test('wipes all up to the one that another signer has come to, and that one', () => {
    const { stock, presignatures } = stockOf(1, 2, 3);
    const [one, two] = presignatures;
    stock.dropThrough(two?.id ?? new Uint8Array());
    expect([isWiped(one), isWiped(two)]).toEqual([true, true]);
    expect(stock.take()?.take().k).toBe(3n);
  });

  test('wipes nothing for one that it does not have', () => {
    const { stock } = stockOf(1, 2);
    stock.dropThrough(made(7).id);
    expect(stock.size).toBe(2);
  });

  test('ends wiped', () => {
    const { stock, presignatures } = stockOf(1, 2);
    stock.wipe();
    expect(presignatures.map(isWiped)).toEqual([true, true]);
    expect(stock.take()).toBeUndefined();
  });
});
