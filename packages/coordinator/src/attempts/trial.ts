import type { Denial } from '@quorate/network';
import type { DenialView } from '@quorate/requests';
import { assignmentFor, type KeyStructure, type Party, type PartyIndex } from '@quorate/tss-core';
import type { Fulfilment } from '../interfaces.ts';
import type { Gathering } from './gatherReadies.ts';
import { Suspicion } from './suspicion.ts';

/** Denials that time decides: a certificate on its way, clocks that differ, a module away. They are shown, and end nothing. */
const PASSING = new Set(['unknown-key', 'not-yet-valid', 'expired', 'cannot-attest']);

/** What one request has learnt about the nodes of its key. */
export class Trial {
  /** What failed attempts hold against nodes; forgotten with the request. */
  readonly doubts: Suspicion;
  readonly #structure: KeyStructure;
  readonly #required: readonly PartyIndex[];
  /** Proven cheats: never chosen again for this request. */
  readonly #convicted = new Set<string>();
  /** The latest word of every node that denied and did not take it back. */
  readonly #denials = new Map<PartyIndex, Denial>();

  /** @param required parties that the desk wants to take part */
  constructor(structure: KeyStructure, required: readonly PartyIndex[], now: () => number) {
    this.#structure = structure;
    this.#required = required;
    this.doubts = new Suspicion(now, Number.POSITIVE_INFINITY);
  }

  convict(nodes: readonly string[]): void {
    for (const node of nodes) this.#convicted.add(node);
  }

  /** Parties worth asking. */
  candidates(): Party[] {
    return this.#structure.parties.filter(({ node }) => !this.#convicted.has(node));
  }

  remember({ readies, denials }: Gathering): void {
    for (const party of readies.keys()) this.#denials.delete(party);
    for (const [party, denial] of denials) this.#denials.set(party, denial);
  }

  /** Why no set of signers can come together any more, if so. Silence never decides: a silent node may come back. */
  verdict(): Fulfilment | undefined {
    const { parties } = this.#structure;
    const willing = parties.filter(({ index }) => !this.#hasDenied(index));
    if (!this.#suffices(willing)) return { kind: 'denied', reason: `denied by ${this.#deniers()}` };
    if (this.#suffices(willing.filter(({ node }) => !this.#convicted.has(node)))) return undefined;
    const cheats = [...this.#convicted].join(', ');
    const denied = this.#denials.size > 0 ? `, and ${this.#deniers()} denied` : '';
    return { kind: 'failed', reason: `too few nodes are left: ${cheats} provably broke the protocol${denied}` };
  }

  denialViews(): DenialView[] {
    return [...this.#denials].map(([party, { code, reasons }]) => ({
      node: this.#nodeOf(party),
      reasons: reasons.length > 0 ? [...reasons] : [code],
    }));
  }

  /** Why there was no attempt, for a person. */
  shortage({ unanswered }: Gathering): string {
    const silent = [...unanswered].map((party) => this.#nodeOf(party));
    const required = [...unanswered].filter((party) => this.#isRequired(party)).map((party) => this.#nodeOf(party));
    const parts = [
      silent.length > 0 ? `waiting for ${silent.join(', ')} to answer` : 'waiting for more nodes',
      ...(required.length > 0 ? [`nothing is signed without ${required.join(', ')}`] : []),
      ...(this.#denials.size > 0 ? [`${this.#deniers()} denied`] : []),
      ...(this.#convicted.size > 0 ? [`${[...this.#convicted].join(', ')} provably broke the protocol`] : []),
    ];
    return parts.join('; ');
  }

  /** Whether all others together are not enough. */
  #isRequired(party: PartyIndex): boolean {
    return !this.#suffices(this.#structure.parties.filter(({ index }) => index !== party));
  }

  #suffices(parties: readonly Party[]): boolean {
    const there = new Set(parties.map(({ index }) => index));
    return this.#required.every((party) => there.has(party)) && assignmentFor(this.#structure, there) !== undefined;
  }

  #hasDenied(party: PartyIndex): boolean {
    const denial = this.#denials.get(party);
    return denial !== undefined && !PASSING.has(denial.code);
  }

  #deniers(): string {
    return [...this.#denials.keys()].map((party) => this.#nodeOf(party)).join(', ');
  }

  #nodeOf(party: PartyIndex): string {
    return this.#structure.parties.find(({ index }) => index === party)?.node ?? `party ${party}`;
  }
}
