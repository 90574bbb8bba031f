/** Threads and processes that the node starts: TypeScript when it runs from source itself. */

/** @param name relative to the importing module, without its ending */
export function programBeside(importer: string, name: string): URL {
  return new URL(`${name}${runsFromSource() ? '.ts' : '.js'}`, importer);
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
