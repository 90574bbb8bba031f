import { writeFile } from 'node:fs/promises';
import type { Context } from '../context.ts';
import { askModule } from '../hsm/askModule.ts';
import { libraryText, tokenText } from '../hsm/hsmText.ts';
import { type ModuleOptions, moduleFields, neededPin } from '../hsm/moduleOptions.ts';
import { usage } from '../output/failure.ts';
import type { Report } from '../output/output.ts';
import { checkWritable } from '../output/writeOut.ts';
import { facts } from '../render/table.ts';

export interface HsmInitOptions extends ModuleOptions {
  readonly keys: string;
  /** Where the record of it is written. */
  readonly record?: string;
}

/** `quorate hsm init`: makes the keys of a node inside a module. */
export async function hsmInit({ output }: Context, options: HsmInitOptions): Promise<Report> {
  const { token, keys: prefix, record } = options;
  if (token === undefined) throw usage('name the token with --token LABEL');
  const fields = moduleFields(options);
  await checkWritable(record);
  const made = await askModule({ kind: 'init', ...fields, pin: neededPin(fields), token, prefix }, 'made');
  if (record !== undefined) await writeFile(record, recordText(made));
  const { sealingKeyId, attestationKey } = made.keys;
  return {
    json: { token: made.token, keys: made.keys, record: made.record, signature: made.signature },
    human: [
      facts(
        [
          ['library', libraryText(made)],
          ['token', tokenText(made.token)],
          ['sealing key', `${prefix}-seal, id ${sealingKeyId}`],
          ['attestation key', `${prefix}-attest, ${attestationKey}`],
          ...(record === undefined ? [] : [['record', record] as const]),
        ],
        output.style,
      ),
      '',
      'Both were made inside the module, which says that they cannot leave it. Back the token up by the means of its vendor:',
      'shares that this node will seal open with this sealing key only.',
    ].join('\n'),
  };
}

/** What happened, and the attestation key's signature (P-256, SHA-256, r ‖ s) over the characters of `record`. */
function recordText({ record, signature }: { readonly record: string; readonly signature: string }): string {
  return `${JSON.stringify({ record, signature }, null, 2)}\n`;
}
