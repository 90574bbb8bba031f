/**
 * How the reader started this program, so that the commands we suggest can be copied: `quorate`, or through pnpm in the
 * repository.
 */
export function ownName(env: NodeJS.ProcessEnv = process.env): string {
  const [, version] = /^pnpm\/([0-9]+\.[0-9]+\.[0-9]+)/.exec(env.npm_config_user_agent ?? '') ?? [];
  const throughPnpm = env.npm_lifecycle_event === 'quorate' && version !== undefined;
  return throughPnpm ? `npx -y pnpm@${version} quorate` : 'quorate';
}

/** A word for a POSIX shell, quoted only where it must be. */
export function shellWord(text: string): string {
  return /^[A-Za-z0-9_./:=@%+-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

/** ` --dir D` unless it is the default, to be put behind a suggested command. */
export function dirOption(dir: string, defaultDir: string): string {
  return dir === defaultDir ? '' : ` --dir ${shellWord(dir)}`;
}
