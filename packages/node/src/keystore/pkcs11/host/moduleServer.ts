import { timingSafeEqual } from 'node:crypto';
import { chmod } from 'node:fs/promises';
import { createServer, type Server, type Socket } from 'node:net';
import { RequestRejected, wipe } from '@quorate/tss-core';
import { decodeCbor, encodeCbor } from '@quorate/tss-core/wire';
import { sealedBlobRejected } from '../../sealedBlobRejected.ts';
import { isAboutText, ModuleFault } from '../cryptoki/moduleFault.ts';
import { signEcdsa } from '../cryptoki/operations.ts';
import type { IvHabit } from '../ivHabit.ts';
import { moduleRefused } from '../moduleRefused.ts';
import { acceptedSignature, digestOf } from '../p256.ts';
import { openInModule, sealInModule } from '../sealing.ts';
import type { SealLedger } from '../sealLedger.ts';
import type { TokenLink } from '../tokenLink.ts';
import { readFrames, writeFrame } from './frames.ts';
import { answerCodec, MAX_MESSAGE_BYTES, type ModuleAnswer, type ModuleQuestion, questionCodec } from './messages.ts';

export interface ModuleServerParts {
  readonly link: TokenLink;
  readonly ledger: SealLedger;
  readonly habit: IvHabit;
  readonly sealingKeyId: Uint8Array;
  readonly ticket: Uint8Array;
}

/** Listens on a socket that the node's user alone may open. */
export async function serveModule(path: string, parts: ModuleServerParts): Promise<Server> {
  const server = createServer((socket) => converse(socket, parts));
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once('error', reject);
  server.listen(path, resolve);
  await promise;
  await chmod(path, 0o600);
  return server;
}

function converse(socket: Socket, parts: ModuleServerParts): void {
  socket.on('error', () => undefined); // whoever asked has gone
  readFrames(socket, (frame) => {
    const asked = admitted(frame, parts.ticket);
    wipe(frame);
    if (!asked) return void socket.destroy();
    void answerTo(asked.question, parts).then((answer) => {
      const encoded = encodeCbor(answerCodec, { id: asked.id, answer });
      if (answer.kind === 'opened') wipe(answer.value.plaintext);
      if (!socket.destroyed) writeFrame(socket, encoded);
      wipe(encoded);
    });
  });
}

function admitted(frame: Uint8Array, ticket: Uint8Array) {
  try {
    const asked = decodeCbor(questionCodec, frame, MAX_MESSAGE_BYTES, 'question to the module');
    return timingSafeEqual(asked.ticket, ticket) ? asked : undefined;
  } catch {
    return undefined;
  }
}

async function answerTo(question: ModuleQuestion, parts: ModuleServerParts): Promise<ModuleAnswer> {
  try {
    return await run(question, parts);
  } catch (problem) {
    return refusal(problem);
  }
}

async function run(question: ModuleQuestion, parts: ModuleServerParts): Promise<ModuleAnswer> {
  const { link, ledger, habit, sealingKeyId } = parts;
  switch (question.kind) {
    case 'seal': {
      const { plaintext } = question.value;
      try {
        const sealed = await link.run((seat) => sealInModule(seat, question.value, habit, ledger));
        return { kind: 'sealed', value: { sealed } };
      } finally {
        wipe(plaintext);
      }
    }
    case 'open':
      return { kind: 'opened', value: { plaintext: await open(question.value, link) } };
    case 'attest':
      return { kind: 'attested', value: { signature: await attest(question.value.statement, link) } };
    case 'status':
      return { kind: 'status', value: { lostSince: link.lostSince ?? null, seals: ledger.count(sealingKeyId) } };
  }
}

async function open(blob: { readonly sealed: Uint8Array; readonly aad: Uint8Array }, link: TokenLink) {
  try {
    return await link.run((seat) => openInModule(seat, blob));
  } catch (problem) {
    // The token is there and does its work, only not on this.
    if (problem instanceof ModuleFault && isAboutText(problem)) throw sealedBlobRejected();
    throw problem;
  }
}

async function attest(statement: Uint8Array, link: TokenLink): Promise<Uint8Array> {
  return link.run(async ({ module, session, keys }) => {
    const { handle, publicKey } = keys.attestation;
    return acceptedSignature(await signEcdsa(module, session, handle, digestOf(statement)), statement, publicKey);
  });
}

function refusal(raised: unknown): ModuleAnswer {
  const problem = raised instanceof ModuleFault ? moduleRefused(raised) : raised;
  if (problem instanceof RequestRejected) {
    const { code, message, hint } = problem;
    return { kind: 'refused', value: { code, message, hint: hint ?? null } };
  }
  return {
    kind: 'broken',
    value: { message: problem instanceof Error ? `${problem.name} in the module's process` : 'unknown' },
  };
}
