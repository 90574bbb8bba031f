import { loadConfig, startCoordinator } from '@quorate/coordinator';
import { TEST_PROFILE } from '@quorate/tss-core/testing';

/** The coordinator of nodes with short numbers for threshold ECDSA. */
const coordinator = await startCoordinator(loadConfig(process.argv[2] ?? ''), { profile: TEST_PROFILE });
process.once('SIGTERM', () => void coordinator.stop());
