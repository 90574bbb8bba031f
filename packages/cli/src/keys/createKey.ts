import type { CeremonyOutcome, QuorateClient, VerifiedKey } from '@quorate/client';
import type { ClusterFile, SignedOrder } from '@quorate/requests';
import { isEcdsaScheme } from '@quorate/tss-core';
import { asFailure } from '../client/unwrap.ts';
import type { Context } from '../context.ts';
import { EXIT } from '../output/exitCode.ts';
import type { Report } from '../output/output.ts';
import { ceremonyText } from '../render/ceremonyText.ts';
import { keyJson, keyText } from './keyText.ts';

const CEREMONY_MS = 120_000;
/** The first ECDSA key of some nodes needs primes, which takes each of them seconds, or minutes on a slow machine. */
const ECDSA_CEREMONY_MS = 1_800_000;

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
  const outcome = await client.createKey(signed, {
    until: context.now() + (isEcdsaScheme(structure.scheme) ? ECDSA_CEREMONY_MS : CEREMONY_MS),
    onView: (view) => context.output.progress(ceremonyText(view, structure.parties.length)),
    signal: context.interruption(),
  });
  return ceremonyReport(context, outcome, cluster, name);
}

function ceremonyReport(context: Context, outcome: CeremonyOutcome, cluster: ClusterFile, name: string): Report {
  if (outcome.kind === 'done') return createdReport(context, outcome.key, cluster);
  if (outcome.kind !== 'pending') throw asFailure(outcome, outcome.view ? { ceremony: outcome.view } : {});
  return {
    exit: EXIT.pending,
    json: { ceremony: outcome.view },
    human: `The ceremony for ${name} goes on without us; \`quorate key list\` shows the key when every node has stored its share.`,
  };
}

function createdReport({ output }: Context, key: VerifiedKey, cluster: ClusterFile): Report {
  return { json: keyJson(key, cluster), human: keyText(key, cluster, output.style) };
}
