import type { WireValue } from '../../wire/codec.ts';

/** One way to corrupt a value: what it is called in the table, and what stands there instead. */
export interface Corruption {
  readonly name: string;
  readonly value: WireValue;
}

export function corruption(name: string, value: WireValue): Corruption {
  return { name, value };
}

/** Values to borrow from elsewhere, where there are any. */
export interface Donors {
  /** What another party said in the same place. */
  readonly anotherParty: WireValue | undefined;
  /** What the same party said in the same place of another session. */
  readonly anotherSession: WireValue | undefined;
}
