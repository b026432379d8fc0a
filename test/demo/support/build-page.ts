import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { BUILT, SCREENSHOTS } from './places.js';

const path = (relative: string) => fileURLToPath(new URL(`../../../${relative}`, import.meta.url));

/** Builds the page once for all files of tests. */
export function setup(): void {
  mkdirSync(SCREENSHOTS, { recursive: true });
  // In a process of its own: within a test run, Vite would build for development.
  execFileSync(process.execPath, [path('node_modules/vite/bin/vite.js'), 'build', '--outDir', BUILT], {
    cwd: path(''),
    env: { ...process.env, NODE_ENV: 'production' },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}
