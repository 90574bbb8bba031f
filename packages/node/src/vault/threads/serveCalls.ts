import { Bug, RequestRejected } from '@quorate/tss-core';
import { type Answer, type Calls, type Contract, callSchema, type Port, type Schemas } from './contract.ts';

/** When a call runs: at once, or after others. */
export type Schedule<C> = (op: keyof C, run: () => Promise<void>) => void;

/** Answers the calls of a contract that come in at a port. */
export function serveCalls<C extends Contract<C>>(
  port: Port,
  schemas: Schemas<C>,
  calls: Calls<C>,
  schedule: Schedule<C> = (_, run) => void run(),
): void {
  const isOp = (op: PropertyKey): op is keyof C => Object.hasOwn(schemas, op);

  async function run<K extends keyof C>(op: K, params: unknown): Promise<C[K]['result']> {
    return calls[op](schemas[op].params.parse(params));
  }

  port.on('message', (raw) => {
    const { id, op, params } = callSchema.parse(raw);
    if (!isOp(op)) throw new Bug('a thread was asked for a call that it does not know');
    schedule(op, async () => {
      const answer: Answer = await run(op, params).then(
        (result) => ({ kind: 'done', id, result }),
        (problem: unknown) => refusal(id, problem),
      );
      port.postMessage(answer, []);
    });
  });
}

function refusal(id: number, problem: unknown): Answer {
  if (!(problem instanceof RequestRejected)) return { kind: 'broken', id, message: describe(problem) };
  const { code, message, hint } = problem;
  return { kind: 'rejected', id, code, message, ...(hint === undefined ? {} : { hint }) };
}

/** Where a bug happened, without its values: those may be secret. */
function describe(problem: unknown): string {
  if (!(problem instanceof Error)) return 'an unknown problem in the vault';
  const place = problem.stack?.split('\n').find((line) => line.trimStart().startsWith('at '));
  return `${problem.name} in the vault ${place?.trim() ?? ''}`;
}
