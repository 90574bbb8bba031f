import type { Element, Group } from '../../groups/ciphersuite.ts';
import type { PartyIndex } from '../../keys/structure.ts';
import type { PresignatureStatement } from './statement.ts';

/** The points of a presignature's statement. */
export interface PresignaturePoints {
  readonly Gamma: Element;
  readonly parts: ReadonlyMap<PartyIndex, { readonly Delta: Element; readonly S: Element }>;
}

/** Statements never change, so those that were decoded when there was time are not decoded again when somebody waits. */
const decoded = new WeakMap<PresignatureStatement, PresignaturePoints>();

/** Throws an Error if a point does not decode. */
export function presignaturePoints(group: Group, statement: PresignatureStatement): PresignaturePoints {
  const known = decoded.get(statement);
  if (known) return known;
  const points = {
    Gamma: group.decodeElement(statement.Gamma),
    parts: new Map(
      statement.parts.map(({ party, Delta, S }) => [
        party,
        { Delta: group.decodeElement(Delta), S: group.decodeElement(S) },
      ]),
    ),
  };
  decoded.set(statement, points);
  return points;
}
