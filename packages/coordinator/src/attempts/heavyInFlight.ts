/** What a node has room for, of all coordinators. */
const ROOM = 8;
/** More would not be signed sooner: a node computes for one at a time. */
const ENOUGH = 5;

/**
 * ECDSA sessions of five rounds that one of so many coordinators offers at once. Whoever offers a node more than it has room
 * for is refused, after the other signers have begun with seconds of arithmetic for nothing: the more requests wait, the
 * fewer would be signed. One place of each coordinator is for presignatures.
 */
export function heavyInFlight(coordinators: number): number {
  return Math.max(1, Math.min(ENOUGH, Math.floor(ROOM / coordinators) - 1));
}
