import { loadConfig, startCoordinator } from '@quorate/coordinator';
import { TEST_PROFILE } from '@quorate/tss-core/testing';
import { transcribing } from './transcript.ts';

/** The coordinator of nodes with short numbers for threshold ECDSA. */
const config = loadConfig(process.argv[2] ?? '');
const coordinator = await startCoordinator(config, { profile: TEST_PROFILE, tap: transcribing() });
process.once('SIGTERM', () => void coordinator.stop());
