import { bytesToHex, randomBytes } from '@noble/hashes/utils.js';
import { clusterId, identitiesOf } from '@quorate/requests';
import { sampleCluster, sampleStructure } from '@quorate/requests/testing';
import {
  certificateCodec,
  FIRST_EPOCH,
  type KeygenDescriptor,
  keygenDescriptorCodec,
  keygenSessionId,
  type PartyIndex,
  partyIndex,
  type Ready,
  type SchemeId,
  type SigningDescriptor,
  signingDescriptorCodec,
} from '@quorate/tss-core';
import { decodeCbor, encodeCbor } from '@quorate/tss-core/wire';
import { createVault, type OpenVault } from '../vault/createVault.ts';
import type { KeyVault, SessionOutcome, Step } from '../vault/vault.ts';

export const sample = sampleCluster();
export const nodes = sample.cluster.nodes.map(({ id }) => id);
export const cluster = clusterId(sample.cluster);
export const hash = (byte: number) => new Uint8Array(32).fill(byte);
export const KEY = hash(1);
export const SUBJECT = hash(2);
const RULES = hash(3);
export const MESSAGE = new TextEncoder().encode('the message of the session, 32 B');
export const [ONE, TWO, THREE] = [1, 2, 3].map(partyIndex) as [PartyIndex, PartyIndex, PartyIndex];

/** A node's vault with its share of the key. */
export interface Holder {
  readonly vault: KeyVault;
  readonly party: PartyIndex;
  readonly certificate: Uint8Array;
  readonly sealed: Uint8Array;
}

export async function openVault(node: string, passphrase = 'correct horse battery'): Promise<OpenVault> {
  const vault = createVault(randomBytes);
  const secrets = { identitySecret: sample.secret(node).slice(), passphrase: new TextEncoder().encode(passphrase) };
  await vault.init({ node, cluster, ...secrets });
  return vault;
}

export function draw(vault: KeyVault, party: PartyIndex, subject: Uint8Array = SUBJECT, reserve = 0): Promise<Ready> {
  return vault.drawReady({ key: KEY, subject, party, policyHash: RULES, now: 0, expiresAt: 1000, reserve });
}

/** Carries frames between vaults until all have ended; `atCheckpoint` plays the store. */
export async function run(
  id: Uint8Array,
  first: ReadonlyMap<PartyIndex, Step>,
  vaults: ReadonlyMap<PartyIndex, Pick<KeyVault, 'receive' | 'checkpointed'>>,
  atCheckpoint: (party: PartyIndex, step: NonNullable<Step['checkpoint']>) => void = () => undefined,
): Promise<Map<PartyIndex, SessionOutcome>> {
  const session = bytesToHex(id);
  const outcomes = new Map<PartyIndex, SessionOutcome>();
  const steps = [...first].map(([party, step]) => ({ party, step }));
  for (let next = steps.shift(); next; next = steps.shift()) {
    const { party, step } = next;
    if (step.outcome) outcomes.set(party, step.outcome);
    if (step.checkpoint) {
      atCheckpoint(party, step.checkpoint);
      const resumed = await vaults.get(party)?.checkpointed({ session });
      if (resumed) steps.push({ party, step: resumed });
    }
    for (const { to, payload } of step.send) {
      if (outcomes.has(to)) continue;
      const answer = await vaults.get(to)?.receive({ session, from: party, payload });
      if (answer) steps.push({ party: to, step: answer });
    }
  }
  return outcomes;
}

/** A key of 2 of 3 vaults, made by themselves. */
export async function makeKey(
  scheme: SchemeId,
  open: (node: string) => Promise<KeyVault> = openVault,
): Promise<Holder[]> {
  const structure = sampleStructure(sample, scheme);
  const identities = identitiesOf(sample.cluster, structure);
  const vaults = new Map<PartyIndex, KeyVault>();
  for (const [i, node] of nodes.entries()) vaults.set(partyIndex(i + 1), await open(node));
  const readies = await Promise.all([...vaults].map(([party, vault]) => draw(vault, party)));
  const about = { version: 1, cluster, key: KEY, epoch: FIRST_EPOCH, orderHash: SUBJECT, structure } as const;
  const descriptor: KeygenDescriptor = { ...about, readies };
  const encoded = encodeCbor(keygenDescriptorCodec, descriptor);
  const first = new Map<PartyIndex, Step>();
  for (const [party, vault] of vaults) {
    first.set(party, await vault.openKeygen({ descriptor: encoded, identities, now: 0 }));
  }
  const pending = new Map<PartyIndex, Uint8Array>();
  const outcomes = await run(keygenSessionId(descriptor), first, vaults, (party, { sealed }) => {
    pending.set(party, sealed);
  });
  return Promise.all(
    [...vaults].map(async ([party, vault]) => {
      const outcome = outcomes.get(party);
      const stored = pending.get(party);
      if (outcome?.kind !== 'certified' || !stored) throw new Error(`party ${party}: ${JSON.stringify(outcome)}`);
      const { certificate } = outcome;
      const { sealed } = await vault.activateShare({ certificate, sealed: stored, identities });
      return { vault, party, certificate, sealed };
    }),
  );
}

/** A session of parties 1 and 2, unless `changes` says otherwise. */
export function signingDescriptor(holder: Holder, readies: readonly Ready[], changes: Partial<SigningDescriptor> = {}) {
  const { statement } = decodeCbor(certificateCodec, holder.certificate, 1 << 20);
  const descriptor: SigningDescriptor = {
    version: 1,
    cluster,
    key: KEY,
    groupKey: statement.groupKey,
    scheme: statement.structure.scheme,
    epoch: statement.epoch,
    auxGeneration: new Uint8Array(),
    requestHash: SUBJECT,
    messages: [MESSAGE],
    path: [],
    assignment: [[ONE, TWO]],
    presignatures: [],
    readies,
    ...changes,
  };
  return descriptor;
}

/** Opens the session in the holder's vault. */
export function open(holder: Holder, descriptor: SigningDescriptor, sealed = holder.sealed): Promise<Step> {
  const { certificate } = holder;
  const structure = sampleStructure(sample, descriptor.scheme);
  const identities = identitiesOf(sample.cluster, structure);
  const encoded = encodeCbor(signingDescriptorCodec, descriptor);
  return holder.vault.openSigning({ descriptor: encoded, certificate, sealed, identities, now: 0 });
}
