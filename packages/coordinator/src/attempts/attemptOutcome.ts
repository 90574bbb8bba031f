import { type AttemptView, toBase64 } from '@quorate/requests';
import type { AttemptEnd, Proven, Stall } from './attemptEnd.ts';

/** What an attempt's end means: for the record, and for the choice of the next signers. */
export interface AttemptOutcome {
  readonly view: Pick<AttemptView, 'outcome' | 'missing' | 'culprits' | 'fault' | 'evidence'>;
  /** Who waited for whom. */
  readonly stall?: { readonly reporter: string; readonly missing: readonly string[] };
  /** Who let the attempt down by itself. */
  readonly failed: readonly string[];
  /** Who is proven guilty. */
  readonly culprits: readonly string[];
  /** For a person; undefined when it was signed or interrupted. */
  readonly reason?: string;
}

export function outcomeOf(end: AttemptEnd): AttemptOutcome {
  switch (end.kind) {
    case 'signed':
      return { view: { outcome: 'signed', missing: [], culprits: [] }, failed: [], culprits: [] };
    case 'stalled':
      return ofStall(end);
    case 'fault':
      return ofFault(end);
    case 'unproven':
      return ofFalseAccusation(end);
    case 'refused':
      return {
        view: { outcome: 'refused', missing: [], culprits: [], fault: end.code },
        failed: [end.node],
        culprits: [],
        reason: `${end.node} refused the session: ${end.reason}`,
      };
    case 'disconnected':
      return {
        view: { outcome: 'disconnected', missing: [end.node], culprits: [] },
        failed: [end.node],
        culprits: [],
        reason: `${end.node} lost its link during the session`,
      };
    case 'interrupted':
      // The request ended before its attempt: nobody was silent.
      return { view: { outcome: 'stalled', missing: [], culprits: [] }, failed: [], culprits: [] };
  }
}

function ofStall({ reporter, missing, reason }: Stall): AttemptOutcome {
  const view: AttemptOutcome['view'] = { outcome: 'stalled', missing: [...missing], culprits: [] };
  if (reporter === undefined) return { view, failed: missing, culprits: [], reason };
  const others = missing.filter((node) => node !== reporter);
  // A stall that names nobody is held against its reporter, so that the next set is another one.
  const failed = others.length === 0 ? [reporter] : [];
  return { view, stall: { reporter, missing: others }, failed, culprits: [], reason: `${reporter} reports: ${reason}` };
}

function ofFault({ conviction, evidence }: Proven): AttemptOutcome {
  const culprits = conviction.culprits.map(({ node }) => node);
  return {
    view: { outcome: 'fault', missing: [], culprits, fault: conviction.code, evidence: toBase64(evidence) },
    failed: [],
    culprits,
    reason: `${culprits.join(', ')} provably broke the protocol: ${conviction.code}`,
  };
}

/** Only evidence convicts. Nodes that accuse without any let the attempt down, besides those who did so otherwise. */
function ofFalseAccusation({ reporters, code, beside }: Extract<AttemptEnd, { kind: 'unproven' }>): AttemptOutcome {
  const other = beside && ofStall(beside);
  const reason = `${reporters.join(', ')} reported ${code} with evidence that proves nothing`;
  return {
    ...other,
    view: { outcome: 'fault', missing: other?.view.missing ?? [], culprits: [], fault: 'unproven' },
    failed: [...reporters, ...(other?.failed ?? [])],
    culprits: [],
    reason: other ? `${reason}; ${other.reason}` : reason,
  };
}
