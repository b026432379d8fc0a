// Runs the unit tests on another version of Node, from the npm package `node`.
// usage: node tools/test-on-node.mjs VERSION [arguments of vitest]    (20, 22, 24)
import { spawnSync } from 'node:child_process';
import { argv, exit } from 'node:process';
import { fileURLToPath } from 'node:url';

const [version, ...rest] = argv.slice(2);
if (!/^\d+(\.\d+){0,2}$/.test(version ?? '')) {
  console.error(`version of Node: expected one such as 22, got ${version ?? 'none'}`);
  exit(2);
}
const root = fileURLToPath(new URL('..', import.meta.url));
const vitest = ['node_modules/vitest/vitest.mjs', 'run', '--project', 'unit', ...rest];
const { status } = spawnSync('npx', ['--yes', '--package', `node@${version}`, 'node', ...vitest], {
  cwd: root,
  stdio: 'inherit',
});
exit(status ?? 1);
