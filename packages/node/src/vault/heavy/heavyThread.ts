import { randomBytes } from 'node:crypto';
import { MessagePort, parentPort, workerData } from 'node:worker_threads';
import { Bug } from '@quorate/tss-core';
import { z } from 'zod';
import { nativeModExp } from '../../arithmetic/nativeModExp.ts';
import { profile } from '../fields.ts';
import { Caller } from '../threads/caller.ts';
import { IdleWork } from '../threads/idleWork.ts';
import { inTurn } from '../threads/inTurn.ts';
import { serveCalls } from '../threads/serveCalls.ts';
import { createHeavyVault } from './createHeavyVault.ts';
import { heavyOps } from './heavyOps.ts';
import type { HeavyOp } from './heavyVault.ts';
import { keeperOps, remoteKeeper } from './keeper.ts';
import { PrimeFinder } from './primeFinder.ts';

/** The entry of the heavy thread: sessions of threshold ECDSA, one call after the other. */

if (parentPort === null) throw new Bug('the heavy vault runs in a thread of the node, not by itself');
const given = z
  .strictObject({ keeper: z.instanceof(MessagePort), profile, primes: z.array(z.bigint()), prepares: z.boolean() })
  .parse(workerData);
const keeper = remoteKeeper(new Caller(given.keeper, keeperOps));
const engine = { modExp: nativeModExp(), profile: given.profile };
const finder = new PrimeFinder(given.primes);
const heavy = createHeavyVault(keeper, engine, (length) => Uint8Array.from(randomBytes(length)), finder);

/** Long enough that the next session of a request with several inputs has come. */
const REST_MS = 250;
const idle = new IdleWork(REST_MS, async (isAwaited) => {
  if (given.prepares) await heavy.prepare(isAwaited);
});

/** Calls that wait for no other: a prime is found elsewhere, and a count is at hand. */
const AT_ONCE: ReadonlySet<HeavyOp> = new Set(['findPrime', 'prepared', 'close']);

serveCalls(parentPort, heavyOps, heavy, inTurn(AT_ONCE, idle));
