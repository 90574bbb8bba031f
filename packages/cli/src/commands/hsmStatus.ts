import type { Context } from '../context.ts';
import { askModule } from '../hsm/askModule.ts';
import { libraryText, tokenText } from '../hsm/hsmText.ts';
import { type ModuleOptions, moduleFields } from '../hsm/moduleOptions.ts';
import { usage } from '../output/failure.ts';
import type { Report } from '../output/output.ts';
import { facts } from '../render/table.ts';

export interface HsmStatusOptions extends ModuleOptions {
  readonly keys: string;
}

const PIN_STATES = {
  unset: 'none is set yet',
  usable: 'no false one since the last login',
  tried: 'a false one was tried since the last login',
  'last-try': 'one try is left before it locks',
  locked: 'locked',
} as const;

/** `quorate hsm status` */
export async function hsmStatus({ output }: Context, options: HsmStatusOptions): Promise<Report> {
  const { token, keys: prefix } = options;
  if (token === undefined) throw usage('name the token with --token LABEL');
  const status = await askModule({ kind: 'status', ...moduleFields(options), token, prefix }, 'status');
  const { library, keys, pin } = status;
  const keyFacts: readonly (readonly [string, string])[] = keys
    ? [
        ['sealing key', `${prefix}-seal, id ${keys.sealingKeyId}`],
        ['attestation key', `${prefix}-attest, ${keys.attestationKey}`],
      ]
    : [['keys', 'to be seen with the PIN']];
  return {
    json: { library, token: status.token, pin, ...(keys ? { keys } : {}) },
    human: facts(
      [['library', libraryText(status)], ['token', tokenText(status.token)], ['PIN', PIN_STATES[pin]], ...keyFacts],
      output.style,
    ),
  };
}
