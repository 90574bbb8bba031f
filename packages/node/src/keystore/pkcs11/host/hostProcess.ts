import { writeSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { RequestRejected } from '@quorate/tss-core';
import { endAtOnce } from '../../../endAtOnce.ts';
import { ModuleFault } from '../cryptoki/moduleFault.ts';
import { loadNativeModule } from '../cryptoki/nativeModule.ts';
import { watched } from '../cryptoki/watched.ts';
import { findIvHabit } from '../ivHabit.ts';
import { moduleRefused } from '../moduleRefused.ts';
import { pinGuard } from '../pinGuard.ts';
import { openSealLedger } from '../sealLedger.ts';
import { TokenLink } from '../tokenLink.ts';
import { type HostStart, type HostStarted, hostStartSchema, type ModuleIdentity } from './messages.ts';
import { serveModule } from './moduleServer.ts';

/**
 * The entry of the one process that loads the vendor's library: login is process-wide, and what the library does to its
 * process it does to this one. It ends with the node that started it.
 */

/** A call of the vendor's library that takes longer is taken for stuck: nothing but a new process helps. */
const PATIENCE_MS = 20_000;

process.once('message', (raw: unknown) => {
  void start(hostStartSchema.parse(raw)).then(
    (identity) => tell({ kind: 'ready', identity }),
    (problem: unknown) => tell(refusal(problem)), // and is let go of
  );
});
process.on('disconnect', endAtOnce);
// Whoever stops the node stops it by that; a terminal sends its signals to every process.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);

async function start({ pin, ticket, ...to }: HostStart): Promise<ModuleIdentity> {
  const module = watched(await loadNativeModule(to.module), PATIENCE_MS, endStuck);
  const guard = pinGuard(to.dataDir, Date.now);
  const link = new TokenLink({ module, label: to.token, prefix: to.prefix, pin, guard, now: Date.now });
  const { token, keys } = await link.open();
  const habit = await link.run(({ session }) => findIvHabit(module, session));
  if (!habit) {
    throw new RequestRejected(
      'bad-module',
      'the module cannot seal: what its AES-GCM encrypts does not open again',
      'see quorate hsm probe',
    );
  }
  const ledger = openSealLedger(to.dataDir);
  await rm(to.socket, { force: true }); // of a process that was killed
  const sealingKeyId = keys.sealing.id;
  await serveModule(to.socket, { link, ledger, habit, sealingKeyId, ticket });
  const { label, serial, model, manufacturer } = token;
  return { token: { label, serial, model, manufacturer }, sealingKeyId, attestationKey: keys.attestation.publicKey };
}

function endStuck(): void {
  // Nothing that is written later would come out.
  writeSync(process.stderr.fd, `quorate node: the PKCS#11 library took more than ${PATIENCE_MS / 1000} s for a call\n`);
  endAtOnce();
}

function tell(answer: HostStarted): void {
  process.send?.(answer);
}

function refusal(raised: unknown): HostStarted {
  const problem = raised instanceof ModuleFault ? moduleRefused(raised) : raised;
  if (!(problem instanceof RequestRejected)) {
    return { kind: 'broken', message: problem instanceof Error ? `${problem.name}: ${problem.message}` : 'unknown' };
  }
  const { code, message, hint } = problem;
  return { kind: 'refused', code, message, ...(hint === undefined ? {} : { hint }) };
}
