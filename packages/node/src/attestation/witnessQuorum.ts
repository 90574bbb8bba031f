/**
 * How many of the other nodes a starting cosigner must hear: ⌈(n + f + 1)/2⌉ of n (rule 20), so that any two such sets
 * share an honest one, for the largest f that may also be silent meanwhile, ⌊(n − 1)/3⌋.
 */
export function witnessQuorum(others: number): number {
  const faulty = Math.max(0, Math.floor((others - 1) / 3));
  return Math.min(others, Math.ceil((others + faulty + 1) / 2));
}
