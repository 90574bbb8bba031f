import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';

/** Those without a name only say of what type modules are. */
const namedSchema = z.looseObject({ name: z.string(), version: z.string() });
const manifestSchema = z.looseObject({ ...namedSchema.shape, license: z.string() });
type Manifest = z.infer<typeof manifestSchema>;

const TEXTS = /^(licen[cs]e|copying|notice)([-.]|$)/i;

/**
 * The names, licences and notices of all foreign packages that these modules are from.
 * @param modules absolute paths of files
 */
export function licencesOf(modules: Iterable<string>): string {
  const packages = new Map<string, string>();
  for (const module of modules) {
    if (!module.includes('/node_modules/')) continue;
    const { directory, manifest } = packageOf(module);
    packages.set(`${manifest.name} ${manifest.version} (${manifest.license})`, noticesIn(directory));
  }
  const sections = [...packages].sort(([a], [b]) => (a < b ? -1 : 1));
  return sections.map(([title, notices]) => `${title}\n${'='.repeat(title.length)}\n\n${notices}`).join('\n\n');
}

/** By the nearest package.json with a name. */
function packageOf(file: string): { readonly directory: string; readonly manifest: Manifest } {
  for (let directory = dirname(file); directory !== dirname(directory); directory = dirname(directory)) {
    const path = join(directory, 'package.json');
    const found: unknown = existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : undefined;
    if (namedSchema.safeParse(found).success) return { directory, manifest: manifestSchema.parse(found) };
  }
  throw new Error(`${file} is of no package`);
}

function noticesIn(directory: string): string {
  const files = readdirSync(directory).filter((name) => TEXTS.test(name));
  const texts = files.map((name) => readFileSync(join(directory, name), 'utf8').trim());
  return texts.length > 0
    ? `${texts.join('\n\n')}\n`
    : 'Its package has no text of it; that of Apache-2.0 is in LICENSE.\n';
}
