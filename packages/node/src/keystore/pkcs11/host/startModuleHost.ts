import { fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Bug, RequestRejected, wipe } from '@quorate/tss-core';
import { programFile, programOptions } from '../../../programs.ts';
import { hostStartedSchema, type ModuleIdentity, TICKET_BYTES } from './messages.ts';
import type { ModuleAddress } from './moduleClient.ts';

/** What may be passed on of the node's environment: the rest is for the config file to say. */
const KEPT_ENVIRONMENT = ['PATH', 'HOME', 'TMPDIR', 'LANG', 'LD_LIBRARY_PATH', 'DYLD_LIBRARY_PATH'];
/** sun_path of the smallest platform, less its end. */
const MAX_SOCKET_PATH = 100;
const STOP_GRACE_MS = 2000;

export interface ModuleHostOptions {
  /** Absolute path of the PKCS#11 library. */
  readonly module: string;
  readonly token: string;
  readonly prefix: string;
  /** Variables that the library reads, such as SOFTHSM2_CONF. */
  readonly env: Readonly<Record<string, string>>;
  /** Relative paths in those, and in the library's own files, are relative to it. */
  readonly directory: string;
  readonly dataDir: string;
  /** Wiped once it was handed over. */
  readonly pin: Uint8Array;
}

export interface ModuleHost {
  readonly address: ModuleAddress;
  readonly identity: ModuleIdentity;
  readonly pid: number;
  /** Resolves when the process has ended, with the problem unless it was stopped. */
  readonly ended: Promise<Error | undefined>;
  stop(): Promise<void>;
}

/** Starts the process that talks to the module, and logs in. RequestRejected with one sentence when that cannot be. */
export async function startModuleHost(options: ModuleHostOptions): Promise<ModuleHost> {
  const { socket, remove } = await socketPlace(options.dataDir);
  const address = { socket, ticket: Uint8Array.from(randomBytes(TICKET_BYTES)) };
  const child = fork(programFile('hostProcess'), {
    ...programOptions(),
    cwd: options.directory,
    env: { ...keptEnvironment(), ...options.env },
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  let isWanted = true;
  const ended = new Promise<Error | undefined>((resolve) => {
    child.once('exit', (code, signal) => {
      resolve(
        isWanted ? new Error(`the process that talks to the module ended (${signal ?? `code ${code}`})`) : undefined,
      );
    });
    child.once('error', (problem) => resolve(problem));
  });
  void ended.then(remove);
  const stop = async () => {
    isWanted = false;
    if (child.connected) child.disconnect();
    const late = setTimeout(() => child.kill('SIGKILL'), STOP_GRACE_MS);
    await ended;
    clearTimeout(late);
  };
  try {
    const { module, token, prefix, dataDir, pin } = options;
    const first = new Promise<unknown>((resolve) => child.once('message', resolve));
    child.send({ module, token, prefix, dataDir, pin, ...address });
    const identity = identityOf(await Promise.race([first, ended]));
    return { address, identity, pid: child.pid ?? 0, ended, stop };
  } catch (problem) {
    await stop();
    throw problem;
  } finally {
    wipe(options.pin);
  }
}

function identityOf(answer: unknown): ModuleIdentity {
  if (answer instanceof Error || answer === undefined) {
    throw new RequestRejected(
      'bad-module',
      `the PKCS#11 library brought its process down: ${answer instanceof Error ? answer.message : 'it ended'}`,
      'try it by itself with: quorate hsm probe',
    );
  }
  const started = hostStartedSchema.parse(answer);
  if (started.kind === 'ready') return started.identity;
  if (started.kind === 'broken') throw new Bug(started.message);
  throw new RequestRejected(started.code, started.message, started.hint);
}

/** In the data directory, unless that lies too deep for the name of a socket. */
async function socketPlace(dataDir: string): Promise<{ readonly socket: string; remove(): Promise<void> }> {
  const inside = join(dataDir, 'module.sock');
  if (Buffer.byteLength(inside) <= MAX_SOCKET_PATH) return { socket: inside, remove: async () => undefined };
  const dir = await mkdtemp(join(tmpdir(), 'quorate-'));
  return { socket: join(dir, 'module.sock'), remove: () => rm(dir, { recursive: true, force: true }) };
}

function keptEnvironment(): Record<string, string> {
  return Object.fromEntries(
    KEPT_ENVIRONMENT.flatMap((name) => {
      const value = process.env[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}
