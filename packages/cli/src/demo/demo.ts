import { hasSoftHsm } from '../cluster/softHsm.ts';
import type { Context } from '../context.ts';
import { EXIT } from '../output/exitCode.ts';
import { Failure } from '../output/failure.ts';
import type { Report } from '../output/output.ts';
import { duration } from '../render/duration.ts';
import { forgery, nodeDies, nodeReturns, payBitcoin, paySolana, type Scene } from './acts.ts';
import { dressedUpTheft, payEther, paySegwit, payToken } from './ecdsaActs.ts';
import { hardwareMustSign } from './hsmAct.ts';
import { awaitEcdsaKey, createKeys, orderEcdsaKey } from './keys.ts';
import { onStage, type Stage } from './stage.ts';
import { Story } from './story.ts';

export interface DemoOptions {
  /** Leave the directory for a look. */
  readonly keep?: boolean;
}

const NODES = 3;

/** `quorate demo`: the whole story on this machine, with real processes. */
export async function demo(context: Context, { keep = false }: DemoOptions): Promise<Report> {
  const { output } = context;
  const story = new Story(output, context.now);
  output.say(
    output.style.bold('Three computers share a key that none of them has. (Here: three processes of this one.)'),
  );
  const withHsm = hasSoftHsm();
  const besides = withHsm ? ', another whose shares a software HSM seals,' : '';
  story.chapter(`Starting ${NODES} node processes${besides} and a coordinator`);
  const facts = await onStage(context, { nodes: NODES, withHsm, keep }, (stage) => play({ context, story, stage }));
  const told = { ...facts, elapsedMs: story.elapsedMs, checks: story.checks };
  if (!story.isTrue) {
    throw new Failure(EXIT.failed, 'demo-failed', 'something in this story did not verify', undefined, told);
  }
  const end = keep ? `Its files are kept in ${facts.dir}` : 'Everything is stopped and cleaned up';
  return {
    json: told,
    human: `\n${output.style.good('All of it verified')}, in ${duration(story.elapsedMs)}. ${end}.`,
  };
}

async function play(scene: Scene) {
  tellProcesses(scene.story, scene.stage);
  // Its primes take longest of all, so they are looked for meanwhile.
  const order = await orderEcdsaKey(scene);
  const keys = await createKeys(scene);
  const bitcoin = await payBitcoin(scene, keys);
  const solana = await paySolana(scene, keys);
  const refused = await forgery(scene, keys);
  const ops = await awaitEcdsaKey(scene, order);
  const ethereum = await payEther(scene, ops);
  const token = await payToken(scene, ops);
  const segwit = await paySegwit(scene, ops);
  const theft = await dressedUpTheft(scene, ops);
  const hardware = await hardwareMustSign(scene);
  const death = await nodeDies(scene, keys);
  await nodeReturns(scene, death);
  const survived = { killed: death.victim.id, attempts: death.outcome.view.attempts };
  return { dir: scene.stage.layout.dir, bitcoin, solana, ethereum, token, segwit, survived, refused, hardware, theft };
}

function tellProcesses(story: Story, { status }: Stage): void {
  for (const { id, pid, address, peerId } of status.nodes) story.tell(`${id}  pid ${pid}  ${address}  ${peerId}`);
  const ids = status.nodes.map(({ id }) => id);
  const linked = status.nodes.every(({ id, links }) => ids.every((other) => other === id || links.includes(other)));
  story.check('every node is linked to every other, over libp2p', linked);
}
