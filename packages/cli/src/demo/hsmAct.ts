import { COSIGNER_ID } from '../cluster/layout.ts';
import { SOFTHSM_INSTALL } from '../cluster/softHsm.ts';
import { quorumsText, signingSets } from '../keys/structureText.ts';
import { duration } from '../render/duration.ts';
import { printable } from '../render/printable.ts';
import type { Scene } from './acts.ts';
import { createKey } from './keys.ts';
import { request, signed } from './signing.ts';

/** Long enough for the coordinator to ask, short enough to wait for. */
const REFUSED_SECONDS = 3;
const WAIT_MS = 60_000;

/** A key that a hardware module must sign for, if there is one to be had here: a software one stands in for it. */
export async function hardwareMustSign(scene: Scene): Promise<Record<string, unknown> | null> {
  const { story, stage } = scene;
  story.chapter('A key that requires a node whose shares a PKCS#11 module seals');
  if (!stage.hasCosigner) {
    story.tell(`Left out: SoftHSM2, which would stand in for a hardware module, is not here. ${SOFTHSM_INSTALL}`);
    return null;
  }
  const key = await createKey(scene, 'vault', 'frost-ed25519', [{ threshold: 1, nodes: [COSIGNER_ID] }]);
  const { structure } = key;
  story.tell(`vault     ${quorumsText(structure).replace('\n', ' ')}; SoftHSM2 stands in for hardware`);
  const sets = signingSets(structure) ?? [];
  const everySet = sets.length > 0 && sets.every((set) => set.includes(COSIGNER_ID));
  story.check(`its certificate, signed by all four nodes, has ${COSIGNER_ID} in every set that can sign`, everySet);
  const { pid } = await stage.kill(COSIGNER_ID);
  story.tell(`kill -9 ${pid}, which was ${COSIGNER_ID}. The desk asks the three others:`);
  const refusal = await refusedWithout(scene, key);
  await stage.revive(COSIGNER_ID);
  const outcome = await signed(stage, request(stage, key, { kind: 'message', value: { text: 'with the module' } }));
  story.tell(`Started again: signed by ${outcome.signers.join(', ')} in ${duration(outcome.view.elapsedMs ?? 0)}.`);
  story.check(`with ${COSIGNER_ID} the signature verifies`, outcome.signers.includes(COSIGNER_ID));
  return { refusal, signingSets: sets, signers: outcome.signers };
}

async function refusedWithout(
  { context, story, stage }: Scene,
  key: Parameters<typeof request>[1],
): Promise<string | null> {
  const intent = { kind: 'message', value: { text: 'without the module' } } as const;
  const built = stage.client.buildRequest({ key, intent, lifetimeSeconds: REFUSED_SECONDS });
  const outcome = await stage.client.sign(built.signed, { until: context.now() + WAIT_MS, signal: stage.signal });
  stage.goOn();
  const sentence = 'sentence' in outcome ? outcome.sentence : null;
  story.tell(sentence === null ? 'It was signed.' : `"${printable(sentence)}"`);
  story.check('three software nodes together sign nothing, and say for whom they wait', isAbout(sentence));
  return sentence;
}

function isAbout(sentence: string | null): boolean {
  return sentence?.includes(COSIGNER_ID) === true;
}
