import { realpath, stat } from 'node:fs/promises';
import { signClusterFile } from '@quorate/requests';
import { replaceFile } from '../cluster/files.ts';
import { clusterJson, clusterText } from '../clusterfile/clusterText.ts';
import { readClusterDraft, unsignedNodes } from '../clusterfile/readClusterDraft.ts';
import type { Context } from '../context.ts';
import { readIdentity } from '../keyfiles/identity.ts';
import { errorCode } from '../output/errorCode.ts';
import { EXIT } from '../output/exitCode.ts';
import { Failure } from '../output/failure.ts';
import type { Report } from '../output/output.ts';

export interface ClusterSignOptions {
  /** The node whose signature is added. */
  readonly node: string;
  /** File of its identity key. */
  readonly identity: string;
}

/** `quorate cluster sign`: says what it signs, then adds one node's signature to the file. */
export async function clusterSign(context: Context, file: string, options: ClusterSignOptions): Promise<Report> {
  const draft = await readClusterDraft(file);
  const signed = signClusterFile(draft, options.node, await readIdentity(options.identity));
  context.output.say(`${clusterText(draft, context.output.style)}\n`);
  await replaceShared(file, `${JSON.stringify(signed, null, 2)}\n`);
  const missing = unsignedNodes(signed);
  return {
    json: { file, node: options.node, ...clusterJson(signed) },
    human: `Signed by ${options.node}. ${nextStep(file, missing)}`,
  };
}

function nextStep(file: string, missing: readonly string[]): string {
  if (missing.length === 0) return `Every node has signed: ${file} is ready for everybody.`;
  return `Next: ${missing.join(', ')}; pass ${file} on to its operator.`;
}

/** Replaces the file a link leads to, not the link, and leaves it as readable as it was. */
async function replaceShared(file: string, content: string): Promise<void> {
  try {
    const target = await realpath(file);
    await replaceFile(target, content, (await stat(target)).mode & 0o777);
  } catch (error) {
    throw new Failure(
      EXIT.failed,
      'not-written',
      `${file}: it cannot be replaced (${errorCode(error)}); it is unchanged`,
    );
  }
}
