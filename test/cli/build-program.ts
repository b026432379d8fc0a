import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

/** Builds the program into a new folder, which the caller removes, and gives its path. */
export async function buildProgram(): Promise<string> {
  const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));
  // Within the package, because the program asks for the package's version by its name.
  const directory = path(`../../build/test-cli-${randomUUID()}`);
  await build({
    configFile: path('../../vite.config.ts'),
    mode: 'cli',
    logLevel: 'error',
    build: { outDir: directory },
  });
  return `${directory}/cli.js`;
}
