import { usage } from '../output/failure.ts';

// As in @quorate/tss-core, which is not loaded for a look at the command line.
const NODE_ID = /^[a-z0-9][a-z0-9-]{0,31}$/;

/** `hsm-1` or `hsm-1,node-2`. */
export function parseCosigners(text: string): readonly string[] {
  const nodes = text.split(',');
  const stranger = nodes.find((node) => !NODE_ID.test(node));
  if (stranger === undefined) return nodes;
  throw usage(
    `--cosign: ${JSON.stringify(stranger)} is not the id of a node`,
    'Name them like this: --cosign hsm-1,node-2',
  );
}
