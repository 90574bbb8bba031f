import type { RequestOutcome, Signed } from '@quorate/client';
import type { Context } from '../context.ts';
import { EXIT } from '../output/exitCode.ts';
import type { Report } from '../output/output.ts';
import { descriptionText } from '../render/descriptionText.ts';
import { duration } from '../render/duration.ts';
import { printable } from '../render/printable.ts';
import { attemptsText, requestText } from '../render/requestText.ts';
import { requestJson, signedJson } from './requestJson.ts';
import { resumeHint } from './resumeHint.ts';
import { asFailure } from './unwrap.ts';

/** What to tell about a request, whichever command asked: the exit code tells its state. */
export function outcomeReport(context: Context, outcome: RequestOutcome, requestId: string): Report {
  switch (outcome.kind) {
    case 'signed':
      return signedReport(context, outcome);
    case 'pending':
      return {
        exit: EXIT.pending,
        json: requestJson(withoutBlobs(outcome.view)),
        human: `${requestText(outcome.view, context.output.style)}\n\n${resumeHint(context, requestId)}`,
      };
    default: {
      const { view } = outcome;
      if (view) context.output.say(requestText(view, context.output.style));
      throw asFailure(outcome, view ? requestJson(withoutBlobs(view)) : { requestId });
    }
  }
}

function withoutBlobs<V extends { request?: string; signatures?: unknown; attestations?: unknown }>(
  view: V,
): Omit<V, 'request' | 'signatures' | 'attestations'> {
  const { request, signatures, attestations, ...facts } = view;
  return facts;
}

/** What was signed, how it came about, and the result. */
function signedReport(context: Context, signed: Signed): Report {
  const { style } = context.output;
  const { prepared, view, artefact } = signed;
  const parts = [
    descriptionText(prepared.description, style),
    requestText(view, style),
    signedText(context, signed),
    artefact.text,
  ];
  return { json: signedJson(signed), human: parts.join('\n\n') };
}

/** Who signed, in how many attempts, and what is still missing. */
export function signedText({ output }: Context, signed: Signed): string {
  const { view, key, signers, signatures, artefact } = signed;
  const { style } = output;
  const count = signatures.length === 1 ? 'The signature verifies' : `All ${signatures.length} signatures verify`;
  const took = view.elapsedMs === undefined ? '' : ` in ${duration(view.elapsedMs)}`;
  return [
    `${style.good('✓')} Signed by ${signers.join(', ')}${took}. ${count} under the certified key ${key.name}.`,
    ...attestedText(signed),
    ...(view.attempts.length > 1 ? [attemptsText(view.attempts, style)] : []),
    ...artefact.missingSigners.map((signer) => style.warn(`! still to sign: ${printable(signer)}`)),
  ].join('\n');
}

function attestedText({ attestations }: Signed): string[] {
  const places = attestations.map(({ statement }) => `${statement.node} (no. ${statement.sequence})`);
  return places.length === 0 ? [] : [`Attested by the module of ${places.join(', ')}, by the key in the cluster file.`];
}
