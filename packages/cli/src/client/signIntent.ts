import type { BuiltRequest, QuorateClient, RequestOutcome, Signed } from '@quorate/client';
import { clearSigningLines, type DescriptionLine, type Intent, type RequestView } from '@quorate/requests';
import type { Context } from '../context.ts';
import type { Check } from '../input/feeLimit.ts';
import { pathText } from '../input/path.ts';
import { EXIT } from '../output/exitCode.ts';
import { Failure } from '../output/failure.ts';
import type { Report } from '../output/output.ts';
import { plain } from '../output/style.ts';
import { descriptionText } from '../render/descriptionText.ts';
import { printable } from '../render/printable.ts';
import { attemptText } from '../render/requestText.ts';
import { connect } from './connect.ts';
import { requestJson } from './requestJson.ts';
import { outcomeReport } from './requestOutcome.ts';
import { resumeHint } from './resumeHint.ts';
import { asFailure, unwrap } from './unwrap.ts';

/** The options that every `sign` command has. */
export interface SignOptions {
  /** The key's name. */
  readonly key: string;
  /** Indices below the key. */
  readonly path?: readonly number[];
  /** Ids of nodes that must take part. */
  readonly cosign?: readonly string[];
  readonly id?: string;
  /** Seconds. */
  readonly expires: number;
  readonly wait: boolean;
}

/** The coordinator says that a request expired only after it did. */
export const GRACE_MS = 3_000;

/**
 * Has an intent signed: shows it decoded together with the request id, sends it, waits.
 * @param deliver what to tell about the verified signature
 * @param check what the desk demands, once it has seen what would be signed
 */
export async function signIntent(
  context: Context,
  intent: Intent,
  options: SignOptions,
  deliver: (signed: Signed) => Promise<Report>,
  check: Check = () => undefined,
): Promise<Report> {
  const { client } = await connect(context);
  const built = await build(client, intent, options);
  announce(context, built, await clearSigningLines(intent));
  check(built.prepared);
  if (!options.wait) return submitOnly(context, client, built);
  const outcome = await sendAndWait(context, client, built);
  return outcome.kind === 'signed' ? deliver(outcome) : outcomeReport(context, outcome, built.signed.request.id);
}

async function build(
  client: QuorateClient,
  intent: Intent,
  { key, path = [], cosign: cosigners = [], id, expires }: SignOptions,
): Promise<BuiltRequest> {
  const draft = { key: unwrap(await client.key(key)), intent, path, cosigners, lifetimeSeconds: expires };
  return id === undefined ? client.buildRequest(draft) : unwrap(await client.resume({ ...draft, id }));
}

/** Before anything is sent: what will be signed, and the id to come back with. */
function announce(
  { output }: Context,
  { prepared, signed, key }: BuiltRequest,
  more: readonly DescriptionLine[],
): void {
  const { style } = output;
  const { description } = prepared;
  output.say(descriptionText({ ...description, lines: [...description.lines, ...more] }, style));
  const { id, path, cosigners } = signed.request;
  const beside = cosigners.length > 0 ? `, cosigned by ${cosigners.join(', ')}` : '';
  const below = path.length > 0 ? ` at ${pathText(path)}` : '';
  output.say(`\nRequest ${style.bold(id)} to key ${key.name}${below}${beside}\n`);
}

async function submitOnly(context: Context, client: QuorateClient, { signed }: BuiltRequest): Promise<Report> {
  const { id } = signed.request;
  const sent = await client.submit(signed);
  if (sent.kind !== 'done') throw asFailure(sent, { requestId: id });
  const { request, signatures, attestations, ...view } = sent.value;
  if (view.state !== 'pending') return outcomeReport(context, await client.show(id), id);
  return { exit: EXIT.pending, json: requestJson(view), human: `Sent. ${resumeHint(context, id)}` };
}

async function sendAndWait(context: Context, client: QuorateClient, { signed }: BuiltRequest): Promise<RequestOutcome> {
  const signal = context.interruption();
  const { id, expiresAt } = signed.request;
  context.output.progress(`sending request ${id}`);
  const onView = (view: RequestView) => tellProgress(context, view);
  const outcome = await client.sign(signed, { until: expiresAt * 1000 + GRACE_MS, onView, signal });
  return signal.aborted && outcome.kind !== 'signed' ? interrupted(context, id, outcome) : outcome;
}

/** What is happening to a request, in a line. */
export function tellProgress({ output }: Context, { state, attempts, reason }: RequestView): void {
  const current = attempts.at(-1);
  if (state !== 'pending') return;
  if (!current) output.progress(printable(reason ?? 'the nodes are checking the request'));
  else output.progress(`attempt ${attempts.length}, ${attemptText(current, plain)}`);
}

/** Ctrl-C ends our waiting, not the request. */
function interrupted(context: Context, requestId: string, outcome: RequestOutcome): RequestOutcome {
  const view = 'view' in outcome ? outcome.view : undefined;
  if (view?.state === 'pending') return { kind: 'pending', view };
  if (view) return outcome;
  throw new Failure(
    EXIT.outcomeUnknown,
    'outcome-unknown',
    `interrupted before the coordinator answered; request ${requestId} may have been taken`,
    resumeHint(context, requestId),
    { requestId },
  );
}
