import type { Context } from '../context.ts';
import { askModule } from '../hsm/askModule.ts';
import { probeText } from '../hsm/hsmText.ts';
import { type ModuleOptions, moduleFields } from '../hsm/moduleOptions.ts';
import { EXIT } from '../output/exitCode.ts';
import { usage } from '../output/failure.ts';
import type { Report } from '../output/output.ts';

/** `quorate hsm probe` */
export async function hsmProbe({ output }: Context, options: ModuleOptions): Promise<Report> {
  const { token } = options;
  const fields = moduleFields(options);
  if (fields.pin && token === undefined) throw usage('a PIN belongs to one token', 'Name it with --token LABEL.');
  output.progress(fields.pin ? 'trying everything out with keys of this session' : 'asking the library');
  const probed = await askModule({ kind: 'probe', ...fields, ...(token === undefined ? {} : { token }) }, 'probed');
  const { library, tokens, checks, usable } = probed;
  return {
    json: { library, tokens, checks, ...(usable === undefined ? {} : { usable }) },
    human: probeText(probed, output.style),
    exit: checks.some(({ ok, needed }) => needed && !ok) ? EXIT.failed : EXIT.done,
  };
}
