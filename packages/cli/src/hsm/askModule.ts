import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { type HsmAnswer, type HsmQuestion, hsmAnswerSchema } from '@quorate/requests';
import { EXIT } from '../output/exitCode.ts';
import { Failure } from '../output/failure.ts';

type AnswerOf<K extends HsmAnswer['kind']> = Extract<HsmAnswer, { kind: K }>;

/** Relative paths of a module's configuration, and variables that its library reads. */
export interface ModulePlace {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/**
 * Lets the program of the node that loads PKCS#11 libraries answer: in a process of its own, which fetches the PIN itself.
 * Throws a Failure with its sentence when it refuses.
 */
export async function askModule<K extends HsmAnswer['kind']>(
  question: HsmQuestion,
  expected: K,
  { cwd, env }: ModulePlace = {},
): Promise<AnswerOf<K>> {
  const program = fileURLToPath(import.meta.resolve('#hsm'));
  const child = fork(program, {
    execArgv: program.endsWith('.ts') ? ['--conditions=quorate-src', WITHOUT_WARNINGS] : [WITHOUT_WARNINGS],
    env: { ...process.env, ...env },
    ...(cwd === undefined ? {} : { cwd }),
  });
  const { promise, resolve, reject } = Promise.withResolvers<unknown>();
  child.once('message', resolve);
  child.once('error', reject);
  child.once('exit', (code, signal) => reject(brokeDown(question.module, signal ?? `code ${code}`)));
  child.send(question);
  const answer = hsmAnswerSchema.parse(await promise);
  if (isKind(answer, expected)) return answer;
  if (answer.kind !== 'refused') throw new Error(`${answer.kind} instead of ${expected}`);
  throw new Failure(EXIT.failed, answer.code, answer.message, answer.hint);
}

const WITHOUT_WARNINGS = '--disable-warning=ExperimentalWarning';

function isKind<K extends HsmAnswer['kind']>(answer: HsmAnswer, kind: K): answer is AnswerOf<K> {
  return answer.kind === kind;
}

function brokeDown(module: string, how: string): Failure {
  return new Failure(EXIT.failed, 'bad-module', `${module} brought down the process that loaded it (${how})`);
}
