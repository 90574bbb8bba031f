import { signClusterFile } from '@quorate/requests';
import { clusterJson, clusterText } from '../clusterfile/clusterText.ts';
import { readClusterDraft, unsignedNodes } from '../clusterfile/readClusterDraft.ts';
import type { Context } from '../context.ts';
import { readIdentity } from '../keyfiles/identity.ts';
import type { Report } from '../output/output.ts';
import { replaceShared } from '../output/replaceShared.ts';

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
