import { loadNodeConfig, startNode } from '@quorate/node';
import { TEST_PROFILE } from '@quorate/tss-core/testing';
import { transcribing } from './transcript.ts';

/** A node as a process of its own, with short numbers for threshold ECDSA: no config can say so. Finds its own primes. */
const config = loadNodeConfig(process.argv[2] ?? '');
const node = await startNode(config, { profile: TEST_PROFILE, tap: transcribing() });
process.once('SIGTERM', () => void node.stop());
process.exitCode = (await node.stopped) === undefined ? 0 : 1;
