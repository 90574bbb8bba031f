import { connect, type Socket } from 'node:net';
import { Bug, RequestRejected, wipe } from '@quorate/tss-core';
import { decodeCbor, encodeCbor } from '@quorate/tss-core/wire';
import { readFrames, writeFrame } from './frames.ts';
import {
  answerCodec,
  MAX_MESSAGE_BYTES,
  type ModuleAnswer,
  type ModuleQuestion,
  type ModuleStatus,
  questionCodec,
} from './messages.ts';

/** Where the process that talks to the module listens, and what lets one in. */
export interface ModuleAddress {
  readonly socket: string;
  /** 32 bytes. */
  readonly ticket: Uint8Array;
}

/** What waits for its turn at the module is counted; a process that is frozen answers nothing at all. */
const PATIENCE_MS = 60_000;

interface Asked {
  resolve(answer: ModuleAnswer): void;
  reject(problem: Error): void;
}

/** A connection to that process. */
export class ModuleClient {
  readonly #socket: Socket;
  readonly #ticket: Uint8Array;
  readonly #patienceMs: number;
  readonly #asked = new Map<number, Asked>();
  #last = 0;

  private constructor(socket: Socket, ticket: Uint8Array, patienceMs: number) {
    this.#socket = socket;
    this.#ticket = ticket;
    this.#patienceMs = patienceMs;
    readFrames(socket, (frame) => this.#take(frame));
    socket.on('error', () => undefined); // 'close' follows
    socket.on('close', () => this.#fail());
  }

  static async connect({ socket: path, ticket }: ModuleAddress, patienceMs = PATIENCE_MS): Promise<ModuleClient> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const socket = connect(path, resolve);
    socket.once('error', () => reject(hostGone()));
    await promise;
    return new ModuleClient(socket, ticket, patienceMs);
  }

  /** Seals and opens, as `Keystore` wants it; the caller wipes what was opened. */
  async seal(plaintext: Uint8Array, aad: Uint8Array): Promise<Uint8Array> {
    const answer = await this.#ask({ kind: 'seal', value: { plaintext, aad } });
    if (answer.kind === 'sealed') return answer.value.sealed;
    throw refused(answer);
  }

  async open(sealed: Uint8Array, aad: Uint8Array): Promise<Uint8Array> {
    const answer = await this.#ask({ kind: 'open', value: { sealed, aad } });
    if (answer.kind === 'opened') return answer.value.plaintext;
    throw refused(answer);
  }

  /** @returns a P-256 signature over SHA-256 of the statement, r ‖ s with the lower s, verified */
  async attest(statement: Uint8Array): Promise<Uint8Array> {
    const answer = await this.#ask({ kind: 'attest', value: { statement } });
    if (answer.kind === 'attested') return answer.value.signature;
    throw refused(answer);
  }

  async status(): Promise<ModuleStatus> {
    const answer = await this.#ask({ kind: 'status', value: {} });
    if (answer.kind === 'status') return answer.value;
    throw refused(answer);
  }

  close(): void {
    this.#socket.destroy();
  }

  /** RequestRejected `module-gone` when there is no such process any more, `module-silent` when it does not answer. */
  async #ask(question: ModuleQuestion): Promise<ModuleAnswer> {
    if (this.#socket.destroyed) throw hostGone();
    const id = ++this.#last;
    const { promise, resolve, reject } = Promise.withResolvers<ModuleAnswer>();
    this.#asked.set(id, { resolve, reject });
    const frame = encodeCbor(questionCodec, { ticket: this.#ticket, id, question });
    writeFrame(this.#socket, frame);
    wipe(frame);
    const late = setTimeout(() => {
      this.#asked.delete(id);
      reject(silent(this.#patienceMs));
    }, this.#patienceMs);
    return promise.finally(() => clearTimeout(late));
  }

  #take(frame: Uint8Array): void {
    const { id, answer } = decodeCbor(answerCodec, frame, MAX_MESSAGE_BYTES, 'answer of the module');
    wipe(frame);
    this.#asked.get(id)?.resolve(answer);
    this.#asked.delete(id);
  }

  #fail(): void {
    for (const { reject } of this.#asked.values()) reject(hostGone());
    this.#asked.clear();
  }
}

function refused(answer: ModuleAnswer): Error {
  if (answer.kind !== 'refused')
    return new Bug(answer.kind === 'broken' ? answer.value.message : `a false ${answer.kind}`);
  const { code, message, hint } = answer.value;
  return new RequestRejected(code, message, hint ?? undefined);
}

function silent(patienceMs: number): RequestRejected {
  return new RequestRejected(
    'module-silent',
    `the process that talks to the module has not answered for ${patienceMs / 1000} s`,
    'the device or its library hangs: look at it, then restart the node',
  );
}

function hostGone(): RequestRejected {
  return new RequestRejected('module-gone', 'the process that talks to the module has ended', 'restart the node');
}
