import { usage } from '../output/failure.ts';

const SECONDS = { s: 1, m: 60, h: 3600, d: 86_400 } as const;
const FORMAT = /^([1-9][0-9]{0,5})([smhd])$/;
const LONGEST = 7 * SECONDS.d;
const SHORTEST = 5;

/** `90s`, `10m`, `2h`, `7d` in seconds. Requests live 5 seconds to 7 days: nodes accept no longer ones. */
export function parseLifetime(text: string): number {
  const [, amount, unit] = FORMAT.exec(text) ?? [];
  if (amount === undefined || (unit !== 's' && unit !== 'm' && unit !== 'h' && unit !== 'd')) {
    throw usage(
      `--expires ${JSON.stringify(text)} is not a duration`,
      'Write a whole number and a unit: 90s, 10m, 2h, 7d.',
    );
  }
  const seconds = Number(amount) * SECONDS[unit];
  if (seconds > LONGEST) throw usage('--expires is more than 7 days', 'A request lives 7 days at most: --expires 7d.');
  if (seconds < SHORTEST) throw usage('--expires is less than 5 seconds, too little to sign in');
  return seconds;
}
