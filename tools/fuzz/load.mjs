import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';

/** The maker of files, and what tries them. */
export async function loadFuzz() {
  const path = fileURLToPath(new URL('./fuzz.ts', import.meta.url));
  const { module } = await runnerImport(path, { configFile: false, logLevel: 'error' });
  return module;
}
