import type { ClusterFile } from '@quorate/requests';
import { z } from 'zod';
import { EXIT } from '../output/exitCode.ts';
import { Failure } from '../output/failure.ts';

const HOSTS = new Map<string, z.ZodType<string>>([
  ['ip4', z.ipv4()],
  ['ip6', z.ipv6()],
  ['dns4', z.string().min(1)],
]);
const MAX_PORT = 65_535;

/** Throws a Failure for an address that no node could be dialled at: it would show only after everybody has signed it. */
export function checkAddresses({ nodes }: ClusterFile, path: string): void {
  const wrong = nodes.findIndex(({ address }) => !canBeDialled(address));
  if (wrong < 0) return;
  throw new Failure(
    EXIT.failed,
    'bad-cluster-file',
    `${path}: nodes[${wrong}].address: nobody can dial ${nodes[wrong]?.address}`,
    'Write /ip4, /ip6 or /dns4 and /tcp with a port up to 65535: /ip4/10.0.0.1/tcp/41001 or /dns4/node.example/tcp/41001.',
  );
}

function canBeDialled(address: string): boolean {
  const [, kind = '', host, protocol, port = '', ...more] = address.split('/');
  const isHost = HOSTS.get(kind)?.safeParse(host).success === true;
  const isPort = /^[1-9][0-9]{0,4}$/.test(port) && Number(port) <= MAX_PORT;
  return isHost && protocol === 'tcp' && isPort && more.length === 0;
}
