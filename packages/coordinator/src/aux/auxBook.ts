import type { MemberId } from '@quorate/network';
import { type ClusterFile, toHex, verifyAux } from '@quorate/requests';
import type { Party } from '@quorate/tss-core';
import { type AuxCertificate, auxGenerationOf, servesParties } from '@quorate/tss-core/ecdsa';
import type { Nodes } from '../interfaces.ts';
import type { Logger } from '../telemetry/log.ts';

/** An aux generation that was verified here against the cluster file, and who has it active. */
export interface KnownAux {
  /** `auxGenerationOf`, 32 bytes. */
  readonly generation: Uint8Array;
  /** AuxCertificate. */
  readonly encoded: Uint8Array;
  readonly certificate: AuxCertificate;
  readonly holders: readonly MemberId[];
}

export interface AuxModules {
  readonly nodes: Nodes;
  readonly cluster: ClusterFile;
  readonly log: Logger;
}

/** What signers with ECDSA are offered of it. */
export interface AuxGenerations {
  find(parties: readonly Party[]): Promise<Pick<KnownAux, 'generation'> | undefined>;
  forget(parties: readonly Party[]): void;
}

/** Which aux generation serves whom. The nodes are asked, and the answer is kept for as long as it does: nothing is stored. */
export class AuxBook {
  readonly #modules: AuxModules;
  readonly #known = new Map<string, KnownAux>();

  constructor(modules: AuxModules) {
    this.#modules = modules;
  }

  /** The generation that the parties have: of several the one that most of them have active. Undefined if none answers one. */
  async find(parties: readonly Party[]): Promise<KnownAux | undefined> {
    const known = this.#known.get(nameOf(parties));
    if (known) return known;
    const { nodes } = this.#modules;
    const linked = parties.filter(({ node }) => nodes.isLinked(node));
    const shown = await Promise.all(linked.map(({ node }) => this.#ask(node, parties)));
    const found = new Map<string, KnownAux>();
    for (const aux of shown.flat()) {
      const name = toHex(aux.generation);
      // A node that shows one twice has it once.
      const holders = new Set([...(found.get(name)?.holders ?? []), ...aux.holders]);
      found.set(name, { ...aux, holders: [...holders] });
    }
    const [most] = [...found.values()].sort((a, b) => b.holders.length - a.holders.length);
    if (most) this.#known.set(nameOf(parties), most);
    return most;
  }

  /** Verifies what a node says was made. Throws RequestRejected. */
  learn(encoded: Uint8Array): KnownAux {
    return this.#verify(encoded, []);
  }

  /** Sessions with it fail: the nodes are asked again. */
  forget(parties: readonly Party[]): void {
    this.#known.delete(nameOf(parties));
  }

  /** Brings the certificate to these parties, of those who made the generation. @returns who would not take it */
  async deliver({ encoded }: KnownAux, parties: readonly Party[]): Promise<readonly MemberId[]> {
    const { nodes, log } = this.#modules;
    const refusing = await Promise.all(
      parties.map(async ({ node }) => {
        try {
          await nodes.call(node, 'deliverAuxCertificate', { certificate: encoded });
          return [];
        } catch (problem) {
          log.warn({ node, err: problem }, 'an aux certificate could not be delivered');
          return [node];
        }
      }),
    );
    return refusing.flat();
  }

  async #ask(node: MemberId, parties: readonly Party[]): Promise<readonly KnownAux[]> {
    const { nodes, log } = this.#modules;
    try {
      const { certificates } = await nodes.call(node, 'listAux', { parties });
      const shown = certificates.map((encoded) => this.#verify(encoded, [node]));
      return shown.filter(({ certificate }) => servesParties(certificate.statement, parties));
    } catch (problem) {
      log.warn({ node, err: problem }, 'a node could not be asked for its aux generations');
      return [];
    }
  }

  #verify(encoded: Uint8Array, holders: readonly MemberId[]): KnownAux {
    const certificate = verifyAux(encoded, this.#modules.cluster);
    return { generation: auxGenerationOf(certificate.statement), encoded, certificate, holders };
  }
}

function nameOf(parties: readonly Party[]): string {
  return parties.map(({ index, node }) => `${index} ${node}`).join();
}
