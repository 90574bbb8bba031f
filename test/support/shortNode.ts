import { loadNodeConfig, startNode } from '@quorate/node';
import { TEST_PROFILE } from '@quorate/tss-core/testing';

/** A node as a process of its own, with short numbers for threshold ECDSA: no config can say so. Finds its own primes. */
const node = await startNode(loadNodeConfig(process.argv[2] ?? ''), { profile: TEST_PROFILE });
process.once('SIGTERM', () => void node.stop());
process.exitCode = (await node.stopped) === undefined ? 0 : 1;
