// Packs dist as it was built, and checks what npm would publish with publint and attw.
// usage: node tools/check-package.mjs    (after npm run build)
import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const shell = process.platform === 'win32';

/** @param {string[]} command */
const run = ([program, ...args]) => execFileSync(program, args, { cwd: root, shell, stdio: 'inherit' });

const packed = execFileSync('npm', ['pack', '--ignore-scripts', '--json', '--pack-destination', 'build'], {
  cwd: root,
  shell,
  encoding: 'utf8',
});
const tarball = `build/${JSON.parse(packed)[0].filename}`;
try {
  run(['npx', 'publint', '--strict', tarball]);
  run(['npx', 'attw', tarball, '--profile', 'esm-only', '--exclude-entrypoints', 'worklet', 'rig-worklet']);
} catch {
  process.exitCode = 1;
} finally {
  rmSync(`${root}/${tarball}`);
}
