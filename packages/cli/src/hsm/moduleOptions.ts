import { resolve } from 'node:path';
import type { HsmQuestion } from '@quorate/requests';
import { usage } from '../output/failure.ts';

/** How a module is named on the command line. */
export interface ModuleOptions {
  readonly module: string;
  readonly token?: string;
  readonly pinFile?: string;
  readonly pinEnv?: string;
  readonly askPin?: boolean;
}

type PinSource = NonNullable<Extract<HsmQuestion, { kind: 'probe' }>['pin']>;

/** The question's fields that every command has. */
export function moduleFields(options: ModuleOptions): { readonly module: string; readonly pin?: PinSource } {
  const pin = pinSource(options);
  return { module: resolve(options.module), ...(pin ? { pin } : {}) };
}

function pinSource({ pinFile, pinEnv, askPin }: ModuleOptions): PinSource | undefined {
  const named: PinSource[] = [
    ...(pinFile === undefined ? [] : [{ kind: 'file' as const, path: resolve(pinFile) }]),
    ...(pinEnv === undefined ? [] : [{ kind: 'env' as const, name: pinEnv }]),
    ...(askPin ? [{ kind: 'prompt' as const }] : []),
  ];
  if (named.length > 1) throw usage('give the PIN in one way: --pin-file, --pin-env or --ask-pin');
  return named[0];
}

/** The PIN of a command that cannot do without. */
export function neededPin({ pin }: ReturnType<typeof moduleFields>): PinSource {
  if (pin) return pin;
  throw usage(
    'the PIN of the token is needed',
    'Say where it is: --pin-file FILE, --pin-env NAME, or --ask-pin to type it.',
  );
}
