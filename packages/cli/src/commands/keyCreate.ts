import type { CeremonyOutcome, VerifiedKey } from '@quorate/client';
import type { CeremonyView, ClusterFile } from '@quorate/requests';
import { isEcdsaScheme, KEY_NAME } from '@quorate/tss-core';
import { connect } from '../client/connect.ts';
import { asFailure } from '../client/unwrap.ts';
import type { Context } from '../context.ts';
import { keyStructure, type StructureOptions } from '../keys/keyStructure.ts';
import { keyJson, keyText } from '../keys/keyText.ts';
import { EXIT } from '../output/exitCode.ts';
import { usage } from '../output/failure.ts';
import type { Report } from '../output/output.ts';

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
    onView: (view) => context.output.progress(phaseText(view, structure.parties.length)),
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

function phaseText({ phase, state, acknowledged, primes = [] }: CeremonyView, parties: number): string {
  if (state === 'failed') return 'the ceremony failed';
  const words = {
    gathering: 'every node checks the order and says that it is ready',
    primes: `the first ECDSA key of these nodes: they look for primes, once (${progressText(primes)})`,
    aux: 'the nodes prove their primes to each other, once for all their ECDSA keys',
    keygen: 'the nodes generate the key together; it exists nowhere whole',
    storing: `${acknowledged.length} of ${parties} nodes proved that they stored their share`,
    done: 'every node certified the key and stored its share; verifying that',
  };
  return words[phase];
}

function progressText(primes: NonNullable<CeremonyView['primes']>): string {
  return primes.map(({ node, found, needed }) => `${node} ${found}/${needed}`).join(', ');
}
