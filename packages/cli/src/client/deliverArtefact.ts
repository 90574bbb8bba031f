import type { Signed } from '@quorate/client';
import type { P256Signature } from '@quorate/requests';
import type { Context } from '../context.ts';
import { EXIT } from '../output/exitCode.ts';
import { Failure } from '../output/failure.ts';
import type { Report } from '../output/output.ts';
import type { Style } from '../output/style.ts';
import { writeOut } from '../output/writeOut.ts';
import { facts } from '../render/table.ts';
import { signedJson } from './requestJson.ts';
import { signedText } from './requestOutcome.ts';

export interface DeliverOptions {
  /** Where to write the artefact, beside printing it. */
  readonly out?: string;
  /** Whether the finished transaction was asked for. */
  readonly finalize?: boolean;
}

const NAMES = {
  psbt: 'Signed PSBT',
  'solana-transaction': 'Signed transaction',
  'ethereum-transaction': 'Signed transaction',
  'typed-data-signature': 'Signature',
  'message-signature': 'Signature',
} as const;

/** Hands a verified signature over in the forms that were asked for. */
export function deliverArtefact(context: Context, { out, finalize }: DeliverOptions) {
  return async (signed: Signed): Promise<Report> => {
    const { artefact } = signed;
    const { finalized, ...rest } = signedJson(signed);
    if (out !== undefined) await writeOut(out, `${artefact.text}\n`, { requestId: signed.view.id });
    if (finalize && !artefact.finalized) throw notFinal(context, signed, rest);
    const what = out === undefined ? `:\n${artefact.text}` : ` written to ${out}.`;
    return {
      json: { ...rest, ...(finalize ? { finalized } : {}), ...(out === undefined ? {} : { out }) },
      human: [
        signedText(context, signed),
        `\n${NAMES[artefact.kind]}${what}`,
        ...p256Lines(artefact.p256, context.output.style),
        ...(finalize ? [finalText(signed)] : []),
      ].join('\n'),
    };
  };
}

/** What a contract's check takes, as there is no address to recover. */
function p256Lines(parts: P256Signature | undefined, style: Style): string[] {
  return parts ? [`\nFor the P-256 check of a contract (low s):\n${facts(Object.entries(parts), style)}`] : [];
}

function finalText({ artefact }: Signed): string {
  if (artefact.kind === 'ethereum-transaction') {
    return `\nIts hash is ${artefact.finalized?.txid}. Nothing was broadcast: eth_sendRawTransaction takes it.`;
  }
  return `\nTransaction ${artefact.finalized?.txid}, ready for sendrawtransaction:\n${artefact.finalized?.text}`;
}

function notFinal(context: Context, signed: Signed, facts: Record<string, unknown>): Failure {
  context.output.say(`${signedText(context, signed)}\n\n${signed.artefact.text}`);
  return new Failure(
    EXIT.failed,
    'not-final',
    `signed, but not final: ${signed.artefact.missingSigners.join(', ') || 'others'} must sign too`,
    'Pass the signed PSBT on to them, and finalize it after that.',
    facts,
  );
}
