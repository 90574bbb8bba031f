import type { CeremonyOutcome, QuorateClient, VerifiedKey } from '@quorate/client';
import type { ClusterFile, SignedOrder } from '@quorate/requests';
import { isEcdsaScheme } from '@quorate/tss-core';
import { asFailure } from '../client/unwrap.ts';
import type { Context } from '../context.ts';
import { EXIT } from '../output/exitCode.ts';
import { Failure } from '../output/failure.ts';
import type { Report } from '../output/output.ts';
import { ceremonyText } from '../render/ceremonyText.ts';
import { keyJson, keyText } from './keyText.ts';

const CEREMONY_MS = 120_000;
/** The first ECDSA key of some nodes needs primes, which takes each of them seconds, or minutes on a slow machine. */
const ECDSA_CEREMONY_MS = 1_800_000;

/** The order of `key create` cannot be sent again: it is in no file. */
const KEY_LIST = '`quorate key list` shows the key when every node has stored its share.';

/** Sends an order, waits until all nodes store the key, and shows it. */
export async function createKey(
  context: Context,
  client: QuorateClient,
  signed: SignedOrder,
  cluster: ClusterFile,
): Promise<Report> {
  const { name, structure } = signed.order;
  context.output.progress(
    `asking ${structure.parties.map(({ node }) => node).join(', ')} to generate ${name} together`,
  );
  const signal = context.interruption();
  const outcome = await client.createKey(signed, {
    until: context.now() + (isEcdsaScheme(structure.scheme) ? ECDSA_CEREMONY_MS : CEREMONY_MS),
    onView: (view) => context.output.progress(ceremonyText(view, structure.parties.length)),
    signal,
  });
  return ceremonyReport(context, signal.aborted ? interrupted(outcome, name) : outcome, cluster, name);
}

/** Ctrl-C ends our waiting, not the ceremony. */
function interrupted(outcome: CeremonyOutcome, name: string): CeremonyOutcome {
  if (outcome.kind === 'done') return outcome;
  const { view } = outcome;
  if (view?.state === 'running') return { kind: 'pending', view };
  if (view) return outcome;
  throw new Failure(
    EXIT.outcomeUnknown,
    'outcome-unknown',
    `interrupted before the coordinator answered; the order of key ${name} may have been taken`,
    KEY_LIST,
  );
}

function ceremonyReport(context: Context, outcome: CeremonyOutcome, cluster: ClusterFile, name: string): Report {
  if (outcome.kind === 'done') return createdReport(context, outcome.key, cluster);
  if (outcome.kind !== 'pending') {
    const hint = outcome.kind === 'outcome-unknown' ? { hint: KEY_LIST } : {};
    throw asFailure({ ...outcome, ...hint }, outcome.view ? { ceremony: outcome.view } : {});
  }
  return {
    exit: EXIT.pending,
    json: { ceremony: outcome.view },
    human: `The ceremony for ${name} goes on without us; ${KEY_LIST}`,
  };
}

function createdReport({ output }: Context, key: VerifiedKey, cluster: ClusterFile): Report {
  return { json: keyJson(key, cluster), human: keyText(key, cluster, output.style) };
}
