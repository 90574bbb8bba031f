/** Threads and processes that the node starts. Where each one is, package.json says under `imports`; a build has its own. */
export type Program = 'vaultThread' | 'heavyThread' | 'primeProgram' | 'cellProcess' | 'hostProcess' | 'hsm';

/** TypeScript when the node runs from source itself. */
export function programFile(name: Program): URL {
  return new URL(import.meta.resolve(`#${name}`));
}

/**
 * From source, the program must find its packages' sources too, whatever flags this process was started with. Of this
 * process's environment it sees where Node keeps compiled code, and nothing else.
 */
export function programOptions(): { execArgv: string[]; env: Record<string, string> } {
  const warnings = '--disable-warning=ExperimentalWarning';
  const { NODE_COMPILE_CACHE } = process.env;
  return {
    execArgv: runsFromSource() ? ['--conditions=quorate-src', warnings] : [warnings],
    env: NODE_COMPILE_CACHE === undefined ? {} : { NODE_COMPILE_CACHE },
  };
}

function runsFromSource(): boolean {
  return import.meta.url.endsWith('.ts');
}
