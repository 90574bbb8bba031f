import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { FrameTap } from '@quorate/network';
import { loadNodeConfig, startNode } from '@quorate/node';
import { SAFE_PRIMES_1536 } from '@quorate/tss-core/testing';
import { withholdSignatures } from './controlFrames.ts';
import { falsehood, honest, inTurn } from './faults.ts';

/**
 * A node as a process of its own that computes at full size and knows its primes: for up to three nodes, once for each.
 * Where a file `lie` beside its config names a round, it tells everybody something false in it, under its own signature, and
 * no coordinator of signatures, which with its own true share it has.
 */
const path = process.argv[2] ?? '';
const config = loadNodeConfig(path);
const lie = join(dirname(path), 'lie');
const secret = Uint8Array.from(Buffer.from(readFileSync(config.identityKeyFile, 'utf8').trim(), 'hex'));

const tap: FrameTap = (...frame) => {
  if (!existsSync(lie)) return honest(...frame);
  const round = Number(readFileSync(lie, 'utf8'));
  return inTurn(falsehood(config.id, secret, round), withholdSignatures(config.id))(...frame);
};

const index = config.cluster.nodes.findIndex(({ id }) => id === config.id);
const node = await startNode(config, { tap, primes: SAFE_PRIMES_1536.slice(4 * index, 4 * index + 4) });
process.once('SIGTERM', () => void node.stop());
process.exitCode = (await node.stopped) === undefined ? 0 : 1;
