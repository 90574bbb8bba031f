import { parseArgs } from 'node:util';
import { seededRandom } from '@quorate/tss-core/testing';
import { allTargets, checkSamples, tryOnce } from './fuzz.ts';

// pnpm fuzz --seconds 60 --seed anything --only envelope

const { values } = parseArgs({
  // pnpm hands on the `--` that may stand before the options.
  args: process.argv.slice(2).filter((arg) => arg !== '--'),
  options: {
    seconds: { type: 'string', default: '30' },
    seed: { type: 'string', default: '1' },
    only: { type: 'string', default: '' },
  },
});
const seconds = Number(values.seconds);
if (!(seconds > 0)) throw new RangeError(`--seconds takes a positive number, got ${values.seconds}`);
const targets = allTargets().filter(({ name }) => name.includes(values.only));
if (targets.length === 0) throw new RangeError(`no decoder is called ${values.only}`);

const runs = targets.map((target) => {
  checkSamples(target);
  return { target, random: seededRandom(`fuzz ${values.seed} ${target.name}`), tried: 0, accepted: 0 };
});
const end = Date.now() + seconds * 1000;
while (Date.now() < end) {
  for (const run of runs) {
    run.tried++;
    if (tryOnce(run.target, run.random) === 'accepted') run.accepted++;
  }
}
for (const { target, tried, accepted } of runs) {
  process.stdout.write(`${target.name.padEnd(44)} ${tried} tried, ${accepted} taken\n`);
}
