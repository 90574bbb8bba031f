/** Primary result codes, https://sqlite.org/rescode.html */
export const SQLITE_BUSY = 5;
export const SQLITE_CORRUPT = 11;
export const SQLITE_NOTADB = 26;

/** The primary SQLite result code of an error that node:sqlite threw, or undefined. */
export function sqliteCode(problem: unknown): number | undefined {
  if (!(problem instanceof Error) || !('errcode' in problem)) return undefined;
  return typeof problem.errcode === 'number' ? problem.errcode & 0xff : undefined;
}
