import { readFileSync } from 'node:fs';

const ROOT = new URL('../../', import.meta.url);

export function documentText(path: string): string {
  return readFileSync(new URL(path, ROOT), 'utf8');
}

/** The named code blocks of a document: "```yaml node.yaml" is `node.yaml`. Throws if the document has no such block. */
export function documentBlocks(path: string): (name: string) => string {
  const blocks = new Map(
    [...documentText(path).matchAll(/^```\w+ (\S+)\n([\s\S]*?)^```$/gm)].map(([, name, text]) => [name, text]),
  );
  return (name) => {
    const text = blocks.get(name);
    if (text === undefined) throw new Error(`${path} has no block ${name}`);
    return text;
  };
}
