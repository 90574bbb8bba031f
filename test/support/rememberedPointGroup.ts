import type { CurvePoint, CurvePointCons } from '@noble/curves/abstract/curve.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import type { Element, Group } from '../../packages/tss-core/src/groups/ciphersuite.ts';
import { type PointKind, pointGroup as plain } from '../../packages/tss-core/src/groups/pointGroup.ts';

export type { AffineEncoding, PointKind } from '../../packages/tss-core/src/groups/pointGroup.ts';

/** More than that a long run does not keep. */
const MOST = 100_000;

/**
 * A group that decodes each point and answers each product once: points never change, and parties, judges and runs of a
 * test ask for those of the same messages again and again. `vitest.config.ts` puts it in the place of the core's own.
 */
export function pointGroup<F, P extends CurvePoint<F, P> & Element>(
  Point: CurvePointCons<P>,
  kind: PointKind<P>,
): Group {
  const verdicts = new WeakMap<P, { readonly problem?: unknown }>();
  const decoded = new Map<string, P>();
  const products = new Map<string, Element>();
  const group = plain(Point, {
    ...kind,
    decode: (encoded) => remembered(decoded, bytesToHex(encoded), () => kind.decode(encoded)),
    checkOrder(point) {
      const verdict = verdicts.get(point) ?? judged(kind, point);
      verdicts.set(point, verdict);
      if ('problem' in verdict) throw verdict.problem;
    },
  });
  const nameOf = (element: Element) => (element.is0() ? '0' : bytesToHex(group.encodeElement(element)));
  return {
    ...group,
    multiplyOften: (element, scalar) =>
      remembered(products, `${nameOf(element)} ${scalar}`, () => group.multiplyOften(element, scalar)),
    multiScalarMultiply: (elements, scalars) =>
      remembered(products, `${elements.map(nameOf)} ${scalars}`, () => group.multiScalarMultiply(elements, scalars)),
  };
}

function judged<P>({ checkOrder }: PointKind<P>, point: P): { readonly problem?: unknown } {
  try {
    checkOrder(point);
    return {};
  } catch (problem) {
    return { problem };
  }
}

function remembered<T>(answers: Map<string, T>, question: string, ask: () => T): T {
  const known = answers.get(question);
  if (known !== undefined) return known;
  const answer = ask();
  if (answers.size >= MOST) answers.clear();
  answers.set(question, answer);
  return answer;
}
