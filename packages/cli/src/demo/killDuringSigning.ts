import { setTimeout as sleep } from 'node:timers/promises';
import type { BuiltRequest, Signed } from '@quorate/client';
import { unwrap } from '../client/unwrap.ts';
import type { ClusterProcess } from '../cluster/runFile.ts';
import { signed } from './signing.ts';
import type { Stage } from './stage.ts';

export interface Assassination {
  readonly victim: ClusterProcess;
  readonly outcome: Signed;
  /** Whether the victim was signing when it died; otherwise the signature was faster. */
  readonly inTheMiddle: boolean;
}

/** Submits a request, kills one of the nodes that sign it as soon as they have begun, and waits for the signature. */
export async function killDuringSigning(stage: Stage, built: BuiltRequest): Promise<Assassination> {
  await send(stage, built);
  const victim = await stage.kill(await firstSigner(stage, built.signed.request.id));
  const outcome = await signed(stage, built);
  const [first] = outcome.view.attempts;
  const inTheMiddle = first?.outcome !== 'signed' && first?.signers.includes(victim.id) === true;
  return { victim, outcome, inTheMiddle };
}

const TRIES = 3;

/** Sent again where no answer came: with the same id it is done once. */
async function send({ client, goOn }: Stage, { signed }: BuiltRequest): Promise<void> {
  for (let tries = 1; ; tries++) {
    goOn();
    const outcome = await client.submit(signed);
    if (outcome.kind === 'outcome-unknown' && tries < TRIES) continue;
    unwrap(outcome);
    return;
  }
}

/** A node that takes part in the first attempt, named as soon as there is one. */
async function firstSigner(stage: Stage, requestId: string): Promise<string> {
  for (;;) {
    stage.goOn();
    const outcome = await stage.client.show(requestId);
    const view = 'view' in outcome ? outcome.view : undefined;
    const signer = view?.attempts[0]?.signers.at(-1);
    if (signer !== undefined) return signer;
    await sleep(2);
  }
}
