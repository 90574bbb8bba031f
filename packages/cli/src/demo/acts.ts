import type { Context } from '../context.ts';
import { descriptionText } from '../render/descriptionText.ts';
import { duration } from '../render/duration.ts';
import { attemptsText } from '../render/requestText.ts';
import { forge } from './forge.ts';
import { internalKey, type Keys } from './keys.ts';
import { type Assassination, killDuringSigning } from './killDuringSigning.ts';
import { type Payment, paymentPsbt } from './paymentPsbt.ts';
import { request, signed } from './signing.ts';
import { solanaTransfer } from './solanaTransfer.ts';
import type { Stage } from './stage.ts';
import type { Story } from './story.ts';
import { verifyBitcoin } from './verifyBitcoin.ts';
import { verifySolana } from './verifySolana.ts';

/** What every act of the demo plays with. */
export interface Scene {
  readonly context: Context;
  readonly story: Story;
  readonly stage: Stage;
}

export async function payBitcoin(scene: Scene, { taproot }: Keys): Promise<Record<string, unknown>> {
  const { context, story, stage } = scene;
  story.chapter('A Bitcoin payment of four coins, signed by two of the three');
  story.tell('(The coins are made up; the transaction is as real as any, and would be valid if they existed.)');
  const built = request(stage, taproot, bitcoinIntent(paymentPsbt(internalKey(taproot), 4, context.random)));
  story.tell(descriptionText(built.prepared.description, context.output.style));
  const outcome = await signed(stage, built);
  story.tell(`Signed by ${outcome.signers.join(' and ')} in ${duration(outcome.view.elapsedMs ?? 0)}.`);
  const verdict = verifyBitcoin(outcome.artefact.bytes, internalKey(taproot));
  story.check(`@scure/btc-signer finalizes it: transaction ${verdict.txid}`, verdict.raw !== '');
  story.check(`@noble/curves verifies all ${verdict.inputs} Schnorr signatures (BIP-340)`, verdict.valid);
  return { txid: verdict.txid, signers: outcome.signers, inputs: verdict.inputs, transaction: verdict.raw };
}

export async function paySolana(scene: Scene, { ed25519 }: Keys): Promise<Record<string, unknown>> {
  const { context, story, stage } = scene;
  story.chapter('A Solana transfer');
  const { publicKey } = ed25519.context;
  const transaction = solanaTransfer(publicKey, context.random(32), 1_500_000_000n, context.random);
  const built = request(stage, ed25519, { kind: 'solana-transaction', value: { transaction } });
  story.tell(descriptionText(built.prepared.description, context.output.style));
  const outcome = await signed(stage, built);
  story.tell(`Signed by ${outcome.signers.join(' and ')} in ${duration(outcome.view.elapsedMs ?? 0)}.`);
  const verdict = verifySolana(outcome.artefact.bytes, publicKey);
  story.check(`node:crypto (OpenSSL) verifies the Ed25519 signature ${verdict.id.slice(0, 16)}…`, verdict.valid);
  const tampered = Uint8Array.from(outcome.artefact.bytes);
  tampered[tampered.length - 8] = (tampered.at(-8) ?? 0) ^ 1;
  story.check('with one lamport changed it no longer does', !verifySolana(tampered, publicKey).valid);
  return { signature: verdict.id, signers: outcome.signers, transaction: outcome.artefact.text };
}

const TRIES = 3;

export async function nodeDies(scene: Scene, { taproot }: Keys): Promise<Assassination> {
  const { context, story, stage } = scene;
  story.chapter('A node dies in the middle of a signing');
  for (let coins = 64; ; coins *= 2) {
    const built = request(stage, taproot, bitcoinIntent(paymentPsbt(internalKey(taproot), coins, context.random)));
    const death = await killDuringSigning(stage, built);
    const { victim, outcome, inTheMiddle } = death;
    story.tell(`kill -9 ${victim.pid}, which was ${victim.id}, while it signed a payment of ${coins} coins.`);
    story.tell(attemptsText(outcome.view.attempts, context.output.style));
    if (!inTheMiddle && coins < 64 * 2 ** (TRIES - 1)) {
      story.tell('The signature was faster than the kill. Once more, with more coins.');
      await stage.revive(victim.id);
      continue;
    }
    const took = duration(outcome.view.elapsedMs ?? 0);
    story.check(`the node died while it was signing, and the request still succeeded, in ${took}`, inTheMiddle);
    const culprits = outcome.view.attempts.flatMap((attempt) => attempt.culprits);
    story.check('nobody is blamed for a silence', culprits.length === 0);
    const verdict = verifyBitcoin(outcome.artefact.bytes, internalKey(taproot));
    story.check(`@noble/curves verifies all ${verdict.inputs} signatures`, verdict.valid);
    return death;
  }
}

export async function nodeReturns({ story, stage }: Scene, { victim }: Assassination): Promise<void> {
  story.chapter(`${victim.id} is started again`);
  const node = await stage.revive(victim.id);
  const others = stage.status.nodes.map(({ id }) => id).filter((id) => id !== victim.id);
  story.tell(`pid ${node.pid}, linked to ${others.filter((id) => node.links.includes(id)).join(', ')}`);
  story.check(
    'it is back, linked to every other node',
    others.every((id) => node.links.includes(id)),
  );
  const keys = stage.hasCosigner ? 4 : 3;
  story.check(`it has its shares of all ${keys} keys`, node.keys === keys);
}

export async function forgery(scene: Scene, { taproot }: Keys): Promise<Record<string, unknown>> {
  const { context, story, stage } = scene;
  story.chapter("A thief redirects a payment that the desk has signed, and keeps the desk's signature");
  const payment = bitcoinIntent(paymentPsbt(internalKey(taproot), 2, context.random));
  const outcome = await stage.client.submit(forge(request(stage, taproot, payment).signed, context.random));
  const refusal = outcome.kind === 'done' ? undefined : outcome;
  story.tell(refusal ? `"${refusal.sentence}"` : 'It was accepted.');
  story.check('the forged request is refused', refusal?.code === 'bad-desk-signature');
  return { code: refusal?.code ?? null, sentence: refusal?.sentence ?? null };
}

function bitcoinIntent({ psbt }: Payment) {
  return { kind: 'bitcoin-psbt', value: { psbt, network: 'mainnet' } } as const;
}
