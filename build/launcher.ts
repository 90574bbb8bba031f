/** Those that people start, with whatever Node is theirs; the others are started by these. */
export const STARTED_BY_PEOPLE: readonly string[] = ['quorate', 'node', 'coordinator'];

/**
 * A file that any Node can read: the program itself imports what an older one has not, and would end in a stack trace.
 * @param program where it is, relative to this file
 * @param needed `engines.node` of package.json, `>=major.minor`
 */
export function launcher(program: string, needed: string): string {
  const [, major, minor] = /^>=(\d+)\.(\d+)$/.exec(needed) ?? [];
  if (major === undefined || minor === undefined) throw new Error(`engines.node is ${needed}, expected >=major.minor`);
  return `#!/usr/bin/env node
const [major, minor] = process.versions.node.split('.').map(Number);
if (major > ${major} || (major === ${major} && minor >= ${minor})) {
  await import('${program}');
} else {
  process.stderr.write(\`error: Quorate needs Node ${major}.${minor} or later, and this is \${process.versions.node}\\n\`);
  process.exitCode = 2;
}
`;
}
