import { readFile } from 'node:fs/promises';

const LONGEST = 600;

/**
 * What a daemon said last before it ended: the message of its last error line, or its last line. `offset` is where
 * this run begins in the file.
 */
export async function lastSentence(logFile: string, offset: number): Promise<string | undefined> {
  const content = await readFile(logFile).catch(() => Buffer.alloc(0));
  return sentenceIn(content.subarray(offset).toString('utf8'));
}

export function sentenceIn(log: string): string | undefined {
  const lines = log.split('\n').filter((line) => line.trim() !== '');
  const spoken = lines.map(parseLine).filter((line) => line !== undefined);
  const error = spoken.findLast(({ level }) => level === 'error' || level === 'fatal');
  // What Node prints for a program that crashed: a place, a caret, the error, its stack, the version of Node.
  const crash = lines.findLast((line) => /^(?:\w+ ?)*Error(?: \[\w+\])?: /.test(line));
  return (error?.text ?? crash ?? lines.at(-1)?.trim())?.slice(0, LONGEST);
}

function parseLine(line: string): { level: string; text: string } | undefined {
  try {
    const value: unknown = JSON.parse(line);
    if (typeof value !== 'object' || value === null || !('level' in value) || !('msg' in value)) return undefined;
    const hint = 'hint' in value && typeof value.hint === 'string' ? ` (${value.hint})` : '';
    return { level: String(value.level), text: `${String(value.msg)}${hint}` };
  } catch {
    return undefined;
  }
}
