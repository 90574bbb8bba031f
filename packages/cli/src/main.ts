#!/usr/bin/env node
import { enableCompileCache } from 'node:module';
import { join } from 'node:path';

// Halves the start of every command after the first; imports below must come after it. Not where Node would put it, in a
// directory for temporary files under a name that others can take first: what is read there is run.
const { HOME, XDG_CACHE_HOME = HOME && join(HOME, '.cache') } = process.env;
if (XDG_CACHE_HOME) enableCompileCache(join(XDG_CACHE_HOME, 'quorate', 'code'));
const [{ run }, { processTerminal }] = await Promise.all([import('./run.ts'), import('./output/terminal.ts')]);
process.exitCode = await run(process.argv.slice(2), processTerminal());
