import {
  type AttestationsFrame,
  attestationsFrameCodec,
  attestationsProtocolLimits,
  type Host,
  type StreamHandle,
  TokenBucket,
} from '@quorate/network';
import { RequestRejected, type SignedAttestation } from '@quorate/tss-core';
import { DecodeError, decodeCbor, encodeCbor } from '@quorate/tss-core/wire';
import { type AttestationSigner, Attester } from './attester.ts';
import { Witness, type WitnessModules } from './witness.ts';

const ASK_AGAIN_MS = 1000;
/** Of what one node says; each takes milliseconds of the thread that keeps all links alive. */
const HEARD_PER_SECOND = 50;

export interface AttestationsModules extends WitnessModules {
  readonly host: Host;
  /** Of a node with a module. */
  readonly signer: AttestationSigner | undefined;
}

/**
 * Both sides of attestations in one node: its own module's, if it has one, and what it witnesses of others'. Nodes with a
 * module announce what they attest to every other node, so that more than the signers of a session witness it.
 */
export class Attestations {
  readonly witness: Witness;
  readonly attester: Attester | undefined;
  readonly #modules: AttestationsModules;
  readonly #stream: StreamHandle;
  readonly #others: readonly string[];
  /** Of each of the others. */
  readonly #patience: ReadonlyMap<string, TokenBucket>;
  readonly #asking: NodeJS.Timeout | undefined;

  /** Registers the attestations protocol with the host, which must not be started yet. */
  constructor(modules: AttestationsModules) {
    const { node, cluster, host, signer } = modules;
    this.#modules = modules;
    this.#others = cluster.nodes.map(({ id }) => id).filter((id) => id !== node);
    this.#patience = new Map(
      this.#others.map((id) => [id, new TokenBucket(HEARD_PER_SECOND, () => performance.now())]),
    );
    this.witness = new Witness(modules);
    const announce = (latest: SignedAttestation) => {
      for (const other of this.#others) this.#send(other, { kind: 'attested', value: { latest } });
    };
    this.attester = signer && new Attester({ ...modules, signer, announce });
    this.#stream = host.registerStream({
      ...attestationsProtocolLimits,
      onFrame: (from, encoded) => this.#receive(from, encoded),
    });
    if (!this.attester) return;
    host.onLink((member, state) => {
      if (state === 'up' && this.#others.includes(member)) this.#send(member, { kind: 'ask', value: {} });
    });
    this.#asking = setInterval(() => this.#askAgain(), ASK_AGAIN_MS);
  }

  stop(): void {
    clearInterval(this.#asking);
  }

  /** A question or its answer may have been lost. */
  #askAgain(): void {
    const { attester } = this;
    if (!attester || attester.isOpen) return;
    for (const other of this.#others) if (!attester.hasHeard(other)) this.#send(other, { kind: 'ask', value: {} });
  }

  #receive(from: string, encoded: Uint8Array): void {
    // What is not heard is no harm: a session checks its own attestations, and who must be told asks again.
    if (!this.#patience.get(from)?.take()) return;
    const { log } = this.#modules;
    try {
      const frame = decodeCbor(
        attestationsFrameCodec,
        encoded,
        attestationsProtocolLimits.maxFrameBytes,
        'attestation',
      );
      this.#take(from, frame);
    } catch (problem) {
      if (!(problem instanceof RequestRejected || problem instanceof DecodeError)) throw problem;
      log.warn({ from, reason: problem.message }, 'what a node says of attestations was refused');
    }
  }

  #take(from: string, frame: AttestationsFrame): void {
    if (frame.kind === 'told') this.attester?.told(from, frame.value.latest);
    else if (frame.kind === 'ask') this.#tell(from);
    // Whoever announces what was over long ago is told how far it once was.
    else if (!this.witness.hear(from, frame.value.latest)) this.#tell(from);
  }

  #tell(node: string): void {
    this.#send(node, { kind: 'told', value: { latest: this.witness.latest(node) } });
  }

  #send(to: string, frame: AttestationsFrame): void {
    const { host, log } = this.#modules;
    if (!host.isLinked(to)) return;
    this.#stream.send(to, encodeCbor(attestationsFrameCodec, frame)).catch((problem: unknown) => {
      log.debug({ to, err: problem }, 'word of an attestation did not get through');
    });
  }
}
