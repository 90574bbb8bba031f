import { closeSync, openSync } from 'node:fs';

/**
 * Makes an empty file that its owner alone may open, unless there is one: SQLite makes its files for everybody, and those
 * beside them, such as the log, with the permissions of the first. Whoever may read a database may also lock it.
 */
export function privateFile(path: string): void {
  closeSync(openSync(path, 'a', 0o600));
}
