import { type ClusterFile, checkSuccessor } from '@quorate/requests';
import { type Change, clusterChanges } from '../clusterfile/clusterChanges.ts';
import { clusterJson, clusterText } from '../clusterfile/clusterText.ts';
import { readClusterDraft, unsignedNodes } from '../clusterfile/readClusterDraft.ts';
import { loadClusterFile } from '../config/clientConfig.ts';
import type { Context } from '../context.ts';
import { EXIT } from '../output/exitCode.ts';
import { Failure } from '../output/failure.ts';
import type { Report } from '../output/output.ts';
import type { Style } from '../output/style.ts';

export interface ClusterCheckOptions {
  /** The cluster file in use, which the checked one is to follow. */
  readonly previous?: string;
}

/** `quorate cluster check`: what a cluster file says, what it changes, and whether every node has signed it. */
export async function clusterCheck(context: Context, file: string, { previous }: ClusterCheckOptions): Promise<Report> {
  const { style } = context.output;
  const cluster = await readClusterDraft(file);
  const changes = previous === undefined ? undefined : changesSince(await loadClusterFile(previous), cluster);
  const json = { file, ...clusterJson(cluster), ...(changes ? { changes } : {}) };
  const human = [clusterText(cluster, style), ...(changes ? ['', changesText(changes, style)] : [])].join('\n');
  const missing = unsignedNodes(cluster);
  if (missing.length === 0) return { json, human: `${human}\n\n${style.good('Every node has signed it.')}` };
  context.output.say(`${human}\n`);
  throw new Failure(
    EXIT.failed,
    'not-signed-by-all',
    `${file}: revision ${cluster.revision} is not signed yet by ${missing.join(', ')}`,
    'Their operators sign it with: quorate cluster sign FILE --node NODE --identity KEY',
    json,
  );
}

function changesSince(previous: ClusterFile, next: ClusterFile): readonly Change[] {
  checkSuccessor(previous, next);
  return clusterChanges(previous, next);
}

function changesText(changes: readonly Change[], style: Style): string {
  if (changes.length === 0) return 'It changes nothing but its revision.';
  const lines = changes.flatMap(({ text, danger }) => [
    `  ${text}`,
    ...(danger === undefined ? [] : [`    ${style.warn(`! ${danger}`)}`]),
  ]);
  return ['It changes:', ...lines].join('\n');
}
