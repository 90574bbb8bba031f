import { usage } from '../output/failure.ts';

/** `--quorum 2:node-1,node-2,node-3`: two of these three must take part. */
export interface QuorumOption {
  readonly threshold: number;
  /** Node ids as in the cluster file. */
  readonly nodes: readonly string[];
}

const FORMAT = /^([1-9][0-9]{0,2}):([a-z0-9-]+(?:,[a-z0-9-]+)*)$/;

export function parseQuorum(text: string, option = '--quorum'): QuorumOption {
  const [, threshold, members] = FORMAT.exec(text) ?? [];
  if (threshold === undefined || members === undefined) {
    throw usage(
      `${option} ${JSON.stringify(text)} is not a quorum`,
      `Write how many must sign and who may: ${option} 2:node-1,node-2,node-3`,
    );
  }
  return { threshold: Number(threshold), nodes: members.split(',') };
}

/** `--require hsm-1` is `--quorum 1:hsm-1`; `--require 1:hsm-1,hsm-2` lets either do it. */
export function parseRequired(text: string): QuorumOption {
  return parseQuorum(text.includes(':') ? text : `1:${text}`, '--require');
}
