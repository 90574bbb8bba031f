/** Threads and processes that the node starts: TypeScript when it runs from source itself. */

/** @param name relative to the importing module, without its ending */
export function programBeside(importer: string, name: string): URL {
  return new URL(`${name}${runsFromSource() ? '.ts' : '.js'}`, importer);
}

/** From source, the program must find its packages' sources too, whatever flags this process was started with. */
export function programOptions(): { execArgv: string[] } {
  const warnings = '--disable-warning=ExperimentalWarning';
  return { execArgv: runsFromSource() ? ['--conditions=quorate-src', warnings] : [warnings] };
}

function runsFromSource(): boolean {
  return import.meta.url.endsWith('.ts');
}
