import { usage } from '../output/failure.ts';

/** `--quorum 2:node-1,node-2,node-3`: two of these three must take part. */
export interface QuorumOption {
  readonly threshold: number;
  /** Node ids as in the cluster file. */
  readonly nodes: readonly string[];
}

const FORMAT = /^([1-9][0-9]{0,2}):([a-z0-9-]+(?:,[a-z0-9-]+)*)$/;

export function parseQuorum(text: string): QuorumOption {
  const [, threshold, members] = FORMAT.exec(text) ?? [];
  if (threshold === undefined || members === undefined) {
    throw usage(
      `--quorum ${JSON.stringify(text)} is not a quorum`,
      'Write how many must sign and who may: --quorum 2:node-1,node-2,node-3',
    );
  }
  return { threshold: Number(threshold), nodes: members.split(',') };
}
