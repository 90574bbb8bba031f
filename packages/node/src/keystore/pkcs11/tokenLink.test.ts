import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { makeSoftToken, type SoftToken, softHsmLibrary } from '../../testing/softHsm.ts';
import { failing, loadSoftModule, type SoftModule } from '../../testing/softModule.ts';
import { CKF } from './cryptoki/constants.ts';
import { ModuleFault } from './cryptoki/moduleFault.ts';
import { moduleRandom } from './cryptoki/operations.ts';
import { login, openSession } from './cryptoki/tokens.ts';
import { findToken } from './findToken.ts';
import { makeModuleKeys } from './makeModuleKeys.ts';
import { moduleRefused } from './moduleRefused.ts';
import { checkTries, pinGuard } from './pinGuard.ts';
import { TokenLink } from './tokenLink.ts';

describe.skipIf(!softHsmLibrary)('the login to a token of SoftHSM2', () => {
  let token: SoftToken;
  let module: SoftModule;
  let clock = 0;

  beforeAll(async () => {
    token = await makeSoftToken();
    module = await loadSoftModule(token);
  });
  beforeEach(async () => {
    module.intruder = undefined;
    await rm(join(token.dir, 'pin-refused'), { force: true });
    await module.restart();
  });
  afterAll(() => token?.remove());

  function link(pin = token.pin, label = token.label): TokenLink {
    const guard = pinGuard(token.dir, () => clock);
    return new TokenLink({ module, label, prefix: 'quorate', pin: Buffer.from(pin), guard, now: () => clock });
  }
  const draw = (to: TokenLink) => to.run(({ session }) => moduleRandom(module, session, 8));

  test('operations run side by side, each in a session of its own', async () => {
    const open = link();
    await open.open();
    const before = module.count('C_OpenSession');
    const drawn = await Promise.all(Array.from({ length: 12 }, () => draw(open)));
    expect(new Set(drawn.map(String)).size).toBe(12);
    expect(module.count('C_OpenSession') - before).toBe(4);
  });

  test('the collector takes neither the library nor memory that the module uses', async () => {
    setFlagsFromString('--expose-gc');
    const collect: unknown = runInNewContext('gc');
    if (typeof collect !== 'function') throw new Error('there is no gc');
    const open = link();
    await open.open();
    for (let i = 0; i < 30; i++) {
      const drawn = Promise.all([draw(open), draw(open), draw(open)]);
      collect();
      expect(new Set((await drawn).map(String)).size).toBe(3);
    }
  });

  test('a refused PIN is tried once, whoever asks and whoever starts again (attack 41)', async () => {
    const before = module.count('C_Login');
    await expect(link('1111').open()).rejects.toThrow('no second one is tried by itself');
    await expect(link('1111').open()).rejects.toThrow('no second one is tried by itself');
    await expect(link().open()).rejects.toMatchObject({
      hint: expect.stringContaining(join(token.dir, 'pin-refused')),
    });
    expect(module.count('C_Login') - before).toBe(1);
    await rm(join(token.dir, 'pin-refused'));
    await link().open();
  });

  test('a PIN is not tried where its refusal could not be noted (attack 41)', async () => {
    const before = module.count('C_Login');
    const guard = pinGuard(join(token.dir, 'nowhere'), () => clock);
    const pin = Buffer.from(token.pin);
    const open = new TokenLink({ module, label: token.label, prefix: 'quorate', pin, guard, now: () => clock });
    await expect(open.open()).rejects.toMatchObject({ code: 'pin-unrecorded' });
    expect(module.count('C_Login') - before).toBe(0);
  });

  test('after a start that died while it tried a PIN, the token says whether it was refused (attack 41)', async () => {
    const found = await findToken(module, token.label);
    const dir = await mkdtemp(join(tmpdir(), 'quorate-guard-'));
    const guard = pinGuard(dir, () => clock);
    const died = () => writeFile(join(dir, 'pin-refused'), 'trying\n');
    let tries = 0;
    const tryIt = async () => void tries++;
    await died();
    const refused = { ...found, flags: found.flags | CKF.USER_PIN_COUNT_LOW };
    await expect(guard.attempt(refused, tryIt)).rejects.toThrow('refused the PIN at an earlier start');
    expect(tries).toBe(0);
    const untouched = { ...found, flags: found.flags & ~CKF.USER_PIN_COUNT_LOW };
    expect(await guard.attempt(untouched, tryIt)).toBeUndefined();
    expect(tries).toBe(1);
    expect(existsSync(join(dir, 'pin-refused'))).toBe(false);
    await rm(dir, { recursive: true });
  });

  test('a token without room is told, and half of a node’s keys is not left on it', async () => {
    const found = await findToken(module, token.label);
    const session = await openSession(module, found.slot);
    await login(module, session, Buffer.from(token.pin));
    module.intruder = failing('DEVICE_MEMORY', 'C_GenerateKeyPair');
    const problem = await makeModuleKeys(module, session, 'full').catch((raised: unknown) => raised);
    if (!(problem instanceof ModuleFault)) throw new Error('it was made');
    expect(moduleRefused(problem).message).toBe(
      'the token has no room left: C_GenerateKeyPair answered CKR_DEVICE_MEMORY',
    );
    module.intruder = undefined;
    await expect(makeModuleKeys(module, session, 'full')).resolves.toMatchObject({
      sealing: { id: expect.anything() },
    });
  });

  test('a PIN that is refused when the token comes back is not tried a second time', async () => {
    const open = link();
    await open.open();
    await loseOnce(open);
    const before = module.count('C_Login');
    module.intruder = failing('PIN_INCORRECT', 'C_Login');
    for (let i = 0; i < 5; i++) {
      clock += 60_000;
      await expect(draw(open)).rejects.toMatchObject({ code: 'pin-refused' });
    }
    expect(module.count('C_Login') - before).toBe(1);
    expect(existsSync(join(token.dir, 'pin-refused'))).toBe(true);
  });

  test('a token that went away is found again by itself, with pauses', async () => {
    const open = link();
    await open.open();
    await loseOnce(open);
    expect(open.lostSince).toBe(clock);
    module.intruder = failing('TOKEN_NOT_PRESENT', 'C_GetTokenInfo');
    const before = module.count('C_GetSlotList');
    for (let i = 0; i < 20; i++) await expect(draw(open)).rejects.toMatchObject({ code: 'module-gone' });
    expect(module.count('C_GetSlotList') - before).toBe(0);
    clock += 500;
    for (let i = 0; i < 20; i++) await expect(draw(open)).rejects.toMatchObject({ code: 'module-gone' });
    expect(module.count('C_GetSlotList') - before).toBe(1);
    module.intruder = undefined;
    clock += 60_000;
    expect(await draw(open)).toHaveLength(8);
    expect(open.lostSince).toBeUndefined();
  });

  test('many that wait for a token are served by one login when it is back', async () => {
    const open = link();
    await open.open();
    await loseOnce(open);
    clock += 60_000;
    const before = module.count('C_Login');
    expect(await Promise.all(Array.from({ length: 6 }, () => draw(open)))).toHaveLength(6);
    expect(module.count('C_Login') - before).toBe(1);
  });

  test('a vague answer is not taken for a lost token while that still answers', async () => {
    const open = link();
    await open.open();
    module.intruder = failing('GENERAL_ERROR', 'C_GenerateRandom');
    await expect(draw(open)).rejects.toThrow('C_GenerateRandom answered CKR_GENERAL_ERROR');
    expect(open.lostSince).toBeUndefined();
    module.intruder = undefined;
    expect(await draw(open)).toHaveLength(8);
  });

  test('another token of the same name is refused', async () => {
    const open = link();
    const { token: first } = await open.open();
    await loseOnce(open);
    clock += 60_000;
    module.intruder = async (name, [, info], real) => {
      await real();
      if (name === 'C_GetTokenInfo' && info instanceof Uint8Array) info.set(Buffer.from('0000000000000000'), 80);
    };
    expect(first.serial).not.toBe('0000000000000000');
    await expect(draw(open)).rejects.toThrow('is not the one this node was started with');
  });

  test('a token that is not there is told apart from those that are', async () => {
    await expect(link(token.pin, 'vault').open()).rejects.toThrow(
      'the PKCS#11 library has no token called vault; it has quorate-test',
    );
  });

  test('a key that may leave the module is not used', async () => {
    module.intruder = async (name, [, , attribute], real) => {
      await real();
      // CKA_EXTRACTABLE is 0x162; the value is where the second word leads to.
      if (name !== 'C_GetAttributeValue' || !(attribute instanceof Uint8Array)) return;
      const [type = 0n, value = 0n] = new BigUint64Array(attribute.buffer);
      if (type === 0x162n) module.memoryAt(value)[0] = 1;
    };
    await expect(link().open()).rejects.toThrow('quorate-seal has CKA_EXTRACTABLE true: it may leave the module');
  });

  test('keys of another prefix are not there', async () => {
    const guard = pinGuard(token.dir, () => clock);
    const other = new TokenLink({
      module,
      label: token.label,
      prefix: 'x',
      pin: Buffer.from(token.pin),
      guard,
      now: () => 0,
    });
    await expect(other.open()).rejects.toThrow('the token has no key x-seal that this PIN may use');
  });

  test.each([
    ['locked', CKF.USER_PIN_INITIALIZED | CKF.USER_PIN_LOCKED, 'is locked after too many false PINs'],
    ['at its last try', CKF.USER_PIN_INITIALIZED | CKF.USER_PIN_FINAL_TRY, 'has one try of its PIN left'],
    ['without a PIN', 0, 'has no user PIN yet'],
  ])('a token %s is not logged in to', async (_, flags, sentence) => {
    const found = await findToken(module, token.label);
    expect(() => checkTries({ ...found, flags })).toThrow(sentence);
    expect(() => checkTries(found)).not.toThrow();
  });

  async function loseOnce(open: TokenLink): Promise<void> {
    module.intruder = failing('DEVICE_REMOVED', 'C_GenerateRandom');
    await expect(draw(open)).rejects.toThrow('is away: C_GenerateRandom answered CKR_DEVICE_REMOVED');
    module.intruder = undefined;
  }
});
