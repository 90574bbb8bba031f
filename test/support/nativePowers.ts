import { RUN_ENGINE } from '@quorate/tss-core/testing';
import { nativeModExp } from '../../packages/node/src/arithmetic/nativeModExp.ts';

/** Simulated threshold ECDSA computes its powers as a node does, several times as fast as in BigInt. */
RUN_ENGINE.computeWith(nativeModExp());
