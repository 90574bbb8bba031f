import { randomBytes } from 'node:crypto';
import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { z } from 'zod';
import { type DaemonProcess, daemonProcess } from './daemonProcess.ts';
import { documentBlocks } from './documentBlocks.ts';
import { freePorts } from './freePorts.ts';
import { type Answer, quorate } from './quorateCommand.ts';

export const NODES = ['node-1', 'node-2', 'node-3'] as const;
export const COORDINATOR = 'coordinator-1';

const publicKeySchema = z.looseObject({ publicKey: z.string() });
const block = documentBlocks('docs/operations.md');

/**
 * The network of docs/operations.md on this machine: everybody has a directory of his own, and its files come from
 * commands and from the blocks of that page, with names and ports of this machine put in.
 */
export class Operators implements AsyncDisposable {
  readonly root: string;
  readonly #ports: ReadonlyMap<string, number>;
  readonly #running = new Map<string, DaemonProcess>();

  private constructor(root: string, ports: ReadonlyMap<string, number>) {
    this.root = root;
    this.#ports = ports;
  }

  static async meet(): Promise<Operators> {
    const root = await mkdtemp(join(tmpdir(), 'quorate-operators-'));
    const ports = await freePorts(NODES.length + 1);
    const operators = new Operators(root, new Map([...NODES, COORDINATOR].map((id, i) => [id, ports[i] ?? 0])));
    for (const home of [...NODES, COORDINATOR, 'desk', 'office']) await mkdir(join(root, home), { mode: 0o700 });
    return operators;
  }

  at(home: string, file: string): string {
    return join(this.root, home, file);
  }

  run(home: string, ...argv: readonly string[]): Promise<Answer> {
    return quorate(join(this.root, home), ...argv);
  }

  /** Runs a command that must succeed. */
  async succeed(home: string, ...argv: readonly string[]): Promise<string> {
    const { exit, stdout, stderr } = await this.run(home, ...argv);
    expect({ exit, stderr }, argv.join(' ')).toEqual({ exit: 0, stderr: '' });
    return stdout;
  }

  async publicKeyOf(home: string, kind: 'identity' | 'person', file: string): Promise<string> {
    return publicKeySchema.parse(JSON.parse(await this.succeed(home, kind, 'new', file, '--json'))).publicKey;
  }

  /** The draft of the page, with everybody's public keys and the addresses of this machine. */
  async draft(publicKeys: ReadonlyMap<string, string>): Promise<string> {
    const text = block('cluster.json')
      .replace('<cluster id>', randomBytes(32).toString('hex'))
      .replace(/<public key of ([\w-]+)>/g, (_, id: string) => publicKeys.get(id) ?? `nobody has told the key of ${id}`)
      .replace(/(node-\d)\.\w+\.example\/tcp\/\d+/g, (_, id: string) => `localhost/tcp/${this.#port(id)}`);
    return text;
  }

  /** Every node signs in turn; the file travels from one to the next, and then to everybody. */
  async sign(cluster: string): Promise<void> {
    let holder = '';
    for (const node of NODES) {
      if (holder === '') await writeFile(this.at(node, 'next.json'), cluster);
      else await copyFile(this.at(holder, 'next.json'), this.at(node, 'next.json'));
      expect((await this.run(node, 'cluster', 'check', 'next.json')).exit).toBe(1);
      await this.succeed(node, 'cluster', 'sign', 'next.json', '--node', node, '--identity', 'identity.key');
      holder = node;
    }
    for (const home of [...NODES, COORDINATOR, 'desk', 'office']) {
      if (home !== holder) await copyFile(this.at(holder, 'next.json'), this.at(home, 'next.json'));
    }
    await this.succeed('desk', 'cluster', 'check', 'next.json');
  }

  install(home: string): Promise<void> {
    return copyFile(this.at(home, 'next.json'), this.at(home, 'cluster.json'));
  }

  async writeConfigs(): Promise<void> {
    for (const node of NODES) {
      const config = block('node.yaml')
        .replace('id: node-1', `id: ${node}`)
        .replace('/var/lib/quorate', 'data')
        .replace('0.0.0.0/tcp/41001', `127.0.0.1/tcp/${this.#port(node)}`)
        .replace('port: 41101', 'port: 0');
      await writeFile(this.at(node, 'node.yaml'), config);
      await writeFile(this.at(node, 'rules.yaml'), block('rules.yaml'));
      await mkdir(this.at(node, 'credentials'), { mode: 0o700 });
      await writeFile(this.at(node, 'credentials/passphrase'), `${randomBytes(24).toString('base64')}\n`, {
        mode: 0o400,
      });
    }
    const coordinator = block('coordinator.yaml')
      .replace('/var/lib/quorate-coordinator', 'data')
      .replace('port: 41201', `port: ${this.#port(COORDINATOR)}`);
    await writeFile(this.at(COORDINATOR, 'coordinator.yaml'), coordinator);
    const client = block('client.yaml').replace(/https:\S+/, `http://127.0.0.1:${this.#port(COORDINATOR)}`);
    await writeFile(this.at('desk', 'client.yaml'), client);
    await writeFile(
      this.at('office', 'client.yaml'),
      client
        .replace('{id: payments, keyFile: payments.key}', '{id: office, keyFile: office.key}')
        .replace(/^admin.*$/m, ''),
    );
  }

  /** As the unit of a service would: with its credentials, and nothing else. */
  process(id: string): DaemonProcess {
    const kind = id === COORDINATOR ? 'coordinator' : 'node';
    const daemon = daemonProcess(kind, this.at(id, `${kind}.yaml`), {
      CREDENTIALS_DIRECTORY: this.at(id, 'credentials'),
    });
    this.#running.set(id, daemon);
    return daemon;
  }

  async stop(id: string): Promise<void> {
    const daemon = this.#running.get(id);
    daemon?.kill('SIGTERM');
    expect((await daemon?.ended)?.code).toBe(0);
  }

  async secrets(): Promise<readonly string[]> {
    const files = [...NODES, COORDINATOR].map((id) => this.at(id, 'identity.key'));
    const people = [this.at('desk', 'payments.key'), this.at('desk', 'alice.key'), this.at('office', 'office.key')];
    return Promise.all([...files, ...people].map(async (file) => (await readFile(file, 'utf8')).trim()));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const daemon of this.#running.values()) {
      daemon.kill('SIGKILL');
      await daemon.ended;
    }
    await rm(this.root, { recursive: true, force: true });
  }

  #port(id: string): number {
    const port = this.#ports.get(id);
    if (port === undefined) throw new Error(`no port for ${id}`);
    return port;
  }
}
