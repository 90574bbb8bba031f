import type { StatusView } from '@quorate/requests';
import { tryStatus } from '../client/connect.ts';
import { type BroughtUp, bringUp } from '../cluster/bringUp.ts';
import { type ClusterLayout, COSIGNER_ID, clusterLayout, DEFAULT_DIR } from '../cluster/layout.ts';
import { type ClusterProcess, readRunFile } from '../cluster/runFile.ts';
import { stopAll } from '../cluster/stopAll.ts';
import { type ClientConfig, loadClientConfig } from '../config/clientConfig.ts';
import type { Context } from '../context.ts';
import type { Report } from '../output/output.ts';
import { dirOption, ownName } from '../output/ownName.ts';
import { statusText } from '../render/statusText.ts';

export interface ClusterUpOptions {
  readonly nodes?: number;
  readonly withHsm?: boolean;
  readonly detach?: boolean;
}

/** `quorate cluster up` */
export async function clusterUp(context: Context, options: ClusterUpOptions): Promise<Report> {
  const { output, dir } = context;
  const layout = clusterLayout(dir);
  const interruption = context.interruption();
  const up = await bringUp(layout, {
    ...(options.nodes === undefined ? {} : { nodes: options.nodes }),
    ...(options.withHsm === undefined ? {} : { withHsm: options.withHsm }),
    status: () => tryStatus(context),
    progress: output.progress,
    signal: interruption,
  });
  const stays = options.detach !== true && up.started.length > 0;
  const processes = await readRunFile(layout.runFile);
  const config = await loadClientConfig(dir);
  return {
    json: upJson(layout, up, processes, config.coordinator, !stays),
    human: upText(context, up, config, stays),
    ...(stays ? { afterwards: () => untilInterrupted(context, layout, up, interruption) } : {}),
  };
}

function upJson(
  layout: ClusterLayout,
  { status, started, created }: BroughtUp,
  processes: readonly ClusterProcess[],
  coordinator: string,
  detached: boolean,
): Record<string, unknown> {
  return {
    dir: layout.dir,
    created,
    detached,
    started: started.map(({ id }) => id),
    coordinator: { url: coordinator, pid: processes.find(({ kind }) => kind === 'coordinator')?.pid },
    nodes: status.nodes.map(({ id, pid, peerId, address }) => ({ id, pid, peerId, address })),
  };
}

function upText(
  context: Context,
  { status, started }: BroughtUp,
  { coordinator, cluster }: ClientConfig,
  stays: boolean,
): string {
  const { output, dir } = context;
  const { style } = output;
  const already = started.length === 0 ? ['It was running already.'] : [];
  return [
    statusText(status, cluster.revision, style),
    '',
    ...already,
    `The coordinator listens at ${coordinator}; configs, keys and logs are in ${dir}.`,
    '',
    stays ? `Ctrl-C stops ${started.map(({ id }) => id).join(', ')}. In another terminal:` : 'Next:',
    ...nextCommands(status, dirOption(dir, DEFAULT_DIR)).map((line) => `  ${style.bold(line)}`),
  ].join('\n');
}

function nextCommands({ nodes }: StatusView, at: string): string[] {
  const self = ownName();
  if (nodes.some(({ keys }) => keys > 0)) return [`${self} key list${at}`, `${self} cluster down${at}`];
  if (nodes.some(({ id }) => id === COSIGNER_ID)) return withCosigner(at);
  const loss = nodes.length === 2 ? ' --accept-loss' : '';
  return [
    `${self} key create treasury --scheme frost-secp256k1-tr${loss}${at}`,
    `${self} key address treasury${at}`,
    `${self} sign message --key treasury "hello"${at}`,
    `${self} cluster down${at}`,
  ];
}

function withCosigner(at: string): string[] {
  const self = ownName();
  return [
    `${self} key create treasury --scheme frost-secp256k1-tr --threshold 2 --require ${COSIGNER_ID} --accept-loss${at}`,
    `${self} sign message --key treasury "hello"${at}`,
    `${self} cluster down${at}`,
  ];
}

/** Stays with the daemons it started; tells when one ends, since nobody else would. */
async function untilInterrupted(
  { output }: Context,
  layout: ClusterLayout,
  { started }: BroughtUp,
  interruption: AbortSignal,
): Promise<void> {
  const running = new Set(started.map(({ id }) => id));
  const allEnded = new Promise<void>((resolve) => {
    for (const { id, daemon } of started) {
      void daemon.ended.then(({ signal, code }) => {
        running.delete(id);
        if (!interruption.aborted)
          output.notice(`${id} ended (${signal ?? `code ${code}`}); \`${ownName()} cluster up\` starts it again`);
        if (running.size === 0) resolve();
      });
    }
  });
  // The children are not waited for by Node, so something must keep this process alive.
  const alive = setInterval(() => {}, 1 << 30);
  await Promise.race([aborted(interruption), allEnded]);
  clearInterval(alive);
  output.progress('stopping the coordinator, then the nodes');
  await stopAll(
    layout,
    started.map(({ id }) => id),
  );
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
