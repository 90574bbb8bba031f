import type { VerifiedKey } from '@quorate/client';
import type { PresignAnswer, Readiness, SignResult } from '@quorate/network';
import { networkScheme, prepareIntent } from '@quorate/requests';
import { publicKeyOf, type Ready, type SigningDescriptor, signingDescriptorCodec } from '@quorate/tss-core';
import {
  auxCertificateCodec,
  auxGenerationOf,
  MAX_AUX_CERTIFICATE_BYTES,
  type PresignDescriptor,
  presignDescriptorCodec,
} from '@quorate/tss-core/ecdsa';
import { decodeCbor, encodeCbor } from '@quorate/tss-core/wire';
import { eventually } from './eventually.ts';
import type { InProcessCluster } from './inProcessCluster.ts';
import { messageRequest, readyOf, type TestRequest } from './signing.ts';
import { type TestCoordinator, testCoordinator } from './testCoordinator.ts';

/** A coordinator's place with nobody in it, before the signers of one ECDSA key: tests cheat from there. */
export interface PresignatureRig {
  readonly coordinator: TestCoordinator;
  /** The signers. */
  readonly nodes: readonly string[];
  /** A message to be signed, asked for by the desk. */
  request(text: string): TestRequest;
  /** Readies of the first `count` signers, of all unless told otherwise, each with the next presignature of all. */
  readies(request: TestRequest, count?: number): Promise<Ready[]>;
  /** What an honest coordinator offers with these readies. */
  descriptor(request: TestRequest, readies: readonly Ready[]): SigningDescriptor;
  /** Offers a session to all signers. */
  offer(request: TestRequest, descriptor: SigningDescriptor): Promise<SignResult[]>;
  /** What was offered. */
  readonly offers: readonly SigningDescriptor[];
  /** Asks a node whether it would make a presignature of this index. */
  propose(node: string, index: number): Promise<Readiness>;
  /** Has so many presignatures made. */
  refill(count: number): Promise<void>;
}

export async function presignatureRig(
  { directory }: InProcessCluster,
  { certificate }: VerifiedKey,
  nodes: readonly string[],
): Promise<PresignatureRig> {
  const { structure, cluster, key, groupKey, epoch } = certificate.statement;
  const { scheme, parties } = structure;
  const assignment = [parties.filter(({ node }) => nodes.includes(node)).map(({ index }) => index)];
  const coordinator = await testCoordinator(directory);
  const { control } = coordinator;
  await coordinator.linked();
  const auxGeneration = await auxGenerationAt(coordinator, nodes[0] ?? '', parties);
  const context = { scheme: networkScheme(scheme), groupKey, publicKey: publicKeyOf(certificate) };
  const about = { version: 1, cluster, key, groupKey, scheme, epoch, auxGeneration, assignment } as const;

  const offers: SigningDescriptor[] = [];

  async function presign(): Promise<void> {
    const statuses = await Promise.all(nodes.map((node) => control.call(node, 'status', {})));
    const index = Math.max(
      ...statuses.flatMap(({ presignatures }) => presignatures?.stocks.map(({ next }) => next) ?? 0),
    );
    let readies: readonly Ready[] = [];
    // A coordinator whose last presigning failed, as one does when it is stopped, is not heard for a moment.
    await eventually('readies for a presigning', async () => {
      const answers = await Promise.all(nodes.map((node) => propose(node, index)));
      readies = answers.flatMap((answer) => (answer.kind === 'ready' ? [answer.value] : []));
      return readies.length === nodes.length;
    });
    const descriptor: PresignDescriptor = { ...about, index, readies };
    const encoded = encodeCbor(presignDescriptorCodec, descriptor);
    const ends = await Promise.all(nodes.map((node) => control.call(node, 'presign', { descriptor: encoded })));
    if (!ends.every(isMade)) throw new Error(`no presignature: ${JSON.stringify(ends)}`);
  }

  const propose = (node: string, index: number) =>
    control.call(node, 'preparePresign', { key, auxGeneration, assignment, index });

  return {
    coordinator,
    nodes,
    propose,
    request: (text) => messageRequest(directory, key, text),
    readies: (request, count = nodes.length) =>
      Promise.all(nodes.slice(0, count).map((node) => readyOf(coordinator, node, request, true, assignment))),
    descriptor: ({ request, hash }, readies) => ({
      ...about,
      ...{ requestHash: hash, messages: prepareIntent(request.intent, context).messages, path: [] },
      ...{ presignatures: readies.flatMap(({ reservation }) => reservation ?? []), readies },
    }),
    offers,
    offer(request, descriptor) {
      offers.push(descriptor);
      const call = { request: request.encoded, descriptor: encodeCbor(signingDescriptorCodec, descriptor) };
      return Promise.all(nodes.map((node) => control.call(node, 'sign', call)));
    },
    async refill(count) {
      for (let made = 0; made < count; made++) await presign();
    },
  };
}

function isMade({ kind }: PresignAnswer): boolean {
  return kind === 'presigned';
}

async function auxGenerationAt(
  { control }: TestCoordinator,
  node: string,
  parties: VerifiedKey['certificate']['statement']['structure']['parties'],
): Promise<Uint8Array> {
  const { certificates } = await control.call(node, 'listAux', { parties });
  const [newest = new Uint8Array()] = certificates;
  return auxGenerationOf(decodeCbor(auxCertificateCodec, newest, MAX_AUX_CERTIFICATE_BYTES).statement);
}
