import type { CeremonyOutcome, VerifiedKey } from '@quorate/client';
import type { ClusterFile } from '@quorate/requests';
import { isEcdsaScheme, KEY_NAME } from '@quorate/tss-core';
import { connect } from '../client/connect.ts';
import { asFailure } from '../client/unwrap.ts';
import type { Context } from '../context.ts';
import { keyStructure, type StructureOptions } from '../keys/keyStructure.ts';
import { keyJson, keyText } from '../keys/keyText.ts';
import { EXIT } from '../output/exitCode.ts';
import { usage } from '../output/failure.ts';
import type { Report } from '../output/output.ts';
import { ceremonyText } from '../render/ceremonyText.ts';

export type KeyCreateOptions = StructureOptions;

/** The order must be taken up within this time, and the ceremony be over soon after. */
const ORDER_LIFETIME_SECONDS = 300;
const CEREMONY_MS = 120_000;
/** The first ECDSA key of some nodes needs primes, which takes each of them seconds, or minutes on a slow machine. */
const ECDSA_ORDER_LIFETIME_SECONDS = 3600;
const ECDSA_CEREMONY_MS = 1_800_000;

/** `quorate key create` */
export async function keyCreate(context: Context, name: string, options: KeyCreateOptions): Promise<Report> {
  if (!KEY_NAME.test(name)) {
    throw usage(
      `${JSON.stringify(name)} cannot be the name of a key`,
      'Use up to 48 lowercase letters, digits and hyphens, starting with a letter or digit.',
    );
  }
  const { client, config } = await connect(context, 'admin');
  const structure = keyStructure(config.cluster, options);
  const isEcdsa = isEcdsaScheme(structure.scheme);
  const lifetimeSeconds = isEcdsa ? ECDSA_ORDER_LIFETIME_SECONDS : ORDER_LIFETIME_SECONDS;
  const order = client.buildOrder({ name, structure, lifetimeSeconds });
  context.output.progress(
    `asking ${structure.parties.map(({ node }) => node).join(', ')} to generate ${name} together`,
  );
  const outcome = await client.createKey(order, {
    until: context.now() + (isEcdsa ? ECDSA_CEREMONY_MS : CEREMONY_MS),
    onView: (view) => context.output.progress(ceremonyText(view, structure.parties.length)),
    signal: context.interruption(),
  });
  return ceremonyReport(context, outcome, config.cluster, name);
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
