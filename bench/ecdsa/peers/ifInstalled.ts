/** What `load` imports, or undefined where nobody installed it. */
export async function ifInstalled<T>(load: () => Promise<T>): Promise<T | undefined> {
  try {
    return await load();
  } catch (problem) {
    if (problem instanceof Error && 'code' in problem && problem.code === 'ERR_MODULE_NOT_FOUND') return undefined;
    throw problem;
  }
}
