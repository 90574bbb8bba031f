import { readFile, rm } from 'node:fs/promises';
import { z } from 'zod';
import { errorCode } from '../output/errorCode.ts';
import { EXIT } from '../output/exitCode.ts';
import { Failure } from '../output/failure.ts';
import { replaceFile } from './files.ts';

const processSchema = z.strictObject({
  id: z.string().max(64),
  kind: z.enum(['node', 'coordinator']),
  pid: z.int().min(2),
  /** Absolute path: by it a pid is recognised as ours. */
  config: z.string().max(4096),
});
const runFileSchema = z.strictObject({ version: z.literal(1), processes: z.array(processSchema).max(256) });

/** A daemon that `cluster up` has started. */
export type ClusterProcess = z.infer<typeof processSchema>;

/** What was started last, running or not; nothing when there is no run file. */
export async function readRunFile(path: string): Promise<readonly ClusterProcess[]> {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw new Failure(EXIT.failed, 'bad-run-file', `${path}: it cannot be read (${errorCode(error)})`);
  });
  if (text === undefined) return [];
  const parsed = runFileSchema.safeParse(jsonOrUndefined(text));
  if (parsed.success) return parsed.data.processes;
  throw new Failure(
    EXIT.failed,
    'bad-run-file',
    `${path}: this is not a list of processes`,
    'Stop the daemons of this cluster by hand, then delete the file.',
  );
}

export async function writeRunFile(path: string, processes: readonly ClusterProcess[]): Promise<void> {
  if (processes.length === 0) return rm(path, { force: true });
  await replaceFile(path, `${JSON.stringify({ version: 1, processes }, null, 2)}\n`);
}

function jsonOrUndefined(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
