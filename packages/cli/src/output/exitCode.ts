/** What a script learns without reading the output; `quorate --help` lists them. */
export const EXIT = {
  done: 0,
  failed: 1,
  usage: 2,
  denied: 3,
  pending: 4,
  expired: 5,
  outcomeUnknown: 6,
  unreachable: 7,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
