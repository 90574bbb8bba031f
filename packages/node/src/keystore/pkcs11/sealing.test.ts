import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { appendsItsVector, writesItsVector } from '../../testing/ownVectors.ts';
import { makeSoftToken, type SoftToken, softHsmLibrary } from '../../testing/softHsm.ts';
import { loadSoftModule, type SoftModule } from '../../testing/softModule.ts';
import { login, openSession } from './cryptoki/tokens.ts';
import { findToken } from './findToken.ts';
import { findIvHabit } from './ivHabit.ts';
import { findModuleKeys } from './moduleKeys.ts';
import { openInModule, type Seat, sealInModule } from './sealing.ts';
import { openSealLedger, type SealLedger } from './sealLedger.ts';

const plaintext = new Uint8Array(60).fill(9);
const aad = new Uint8Array(40).fill(1);

describe.skipIf(!softHsmLibrary)('sealing in SoftHSM2', () => {
  let token: SoftToken;
  let module: SoftModule;
  let seat: Seat;
  let ledger: SealLedger;

  beforeAll(async () => {
    token = await makeSoftToken();
    module = await loadSoftModule(token);
    const { slot } = await findToken(module, token.label);
    const session = await openSession(module, slot);
    await login(module, session, new TextEncoder().encode(token.pin));
    seat = { module, session, keys: await findModuleKeys(module, session, 'quorate') };
    ledger = openSealLedger(token.dir);
  });
  beforeEach(() => {
    module.intruder = undefined;
  });
  afterAll(async () => {
    ledger?.close();
    await token?.remove();
  });

  const seal = (habit: Parameters<typeof sealInModule>[2] = 'ours') =>
    sealInModule(seat, { plaintext, aad }, habit, ledger);

  test('what was sealed opens, in its context only, and every seal has a vector of its own', async () => {
    const before = ledger.count(seat.keys.sealing.id);
    const [one, two] = [await seal(), await seal()];
    expect(await openInModule(seat, { sealed: one, aad })).toEqual(plaintext);
    expect(one).not.toEqual(two);
    expect(ledger.count(seat.keys.sealing.id)).toBe(before + 2);
    await expect(openInModule(seat, { sealed: one, aad: aad.slice(1) })).rejects.toThrow('C_Decrypt answered');
    await expect(openInModule(seat, { sealed: one.slice(1), aad })).rejects.toThrow('is damaged, or belongs to');
  });

  test('the plaintext is nowhere in the blob or in the ledger', async () => {
    const sealed = await seal();
    expect(Buffer.from(sealed).includes(Buffer.from(plaintext.subarray(0, 8)))).toBe(false);
    expect(readFileSync(join(token.dir, 'seals.db')).includes(Buffer.from(plaintext.subarray(0, 8)))).toBe(false);
  });

  test('a blob of another key of a module is told apart from a damaged one', async () => {
    const sealed = await seal();
    const other = { ...seat.keys.sealing, id: new Uint8Array(16).fill(1) };
    const elsewhere = { ...seat, keys: { ...seat.keys, sealing: other } };
    await expect(openInModule(elsewhere, { sealed, aad })).rejects.toThrow('sealed by another key than this token has');
  });

  test('a vector that comes a second time is not used (attack 41)', async () => {
    module.intruder = async (name, [, buffer], real) => {
      if (name === 'C_GenerateRandom' && buffer instanceof Uint8Array) buffer.fill(0x17);
      else await real();
    };
    await seal();
    const encrypted = module.count('C_Encrypt');
    await expect(seal()).rejects.toThrow('a second time; nothing was sealed with it');
    expect(module.count('C_Encrypt')).toBe(encrypted);
  });

  test('an empty vector is not used (attack 41)', async () => {
    module.intruder = async (name, [, buffer], real) => {
      if (name === 'C_GenerateRandom' && buffer instanceof Uint8Array) buffer.fill(0);
      else await real();
    };
    await expect(seal()).rejects.toThrow('gave an empty initialisation vector');
    module.intruder = undefined;
    await expect(seal('written')).rejects.toThrow('gave an empty initialisation vector');
  });

  test('a key that has sealed as often as it may seals no more', async () => {
    const small = openSealLedger(token.dir, ledger.count(seat.keys.sealing.id) + 1);
    const once = () => sealInModule(seat, { plaintext, aad }, 'ours', small);
    await once();
    await expect(once()).rejects.toThrow('has sealed as often as it may');
    small.close();
  });

  test('what does not open again is not given out', async () => {
    module.intruder = async (name, [, , , buffer], real) => {
      await real();
      if (name === 'C_Decrypt' && buffer instanceof Uint8Array) buffer[0] = (buffer[0] ?? 0) ^ 1;
    };
    await expect(seal()).rejects.toThrow('opens something else than it sealed');
  });

  test('a module that takes ours is known', async () => {
    expect(await findIvHabit(module, seat.session)).toBe('ours');
  });

  test('a module that writes its own vector where ours was is known, and its vector stored', async () => {
    module.intruder = writesItsVector(module);
    expect(await findIvHabit(module, seat.session)).toBe('written');
    const sealed = await seal('written');
    module.intruder = undefined;
    expect(await openInModule(seat, { sealed, aad })).toEqual(plaintext);
  });

  test('a module that appends its own vector is known, and its vector stored', async () => {
    module.intruder = appendsItsVector(module);
    expect(await findIvHabit(module, seat.session)).toBe('appended');
    const sealed = await seal('appended');
    module.intruder = undefined;
    expect(await openInModule(seat, { sealed, aad })).toEqual(plaintext);
  });
});
