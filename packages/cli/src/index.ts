export { EXIT, type ExitCode } from './output/exitCode.ts';
export type { Terminal } from './output/terminal.ts';
export { run } from './run.ts';
