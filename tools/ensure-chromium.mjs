// Finds the Chromium for browser tests and benchmark, and installs it with apt if there is none.
// usage: node tools/ensure-chromium.mjs    (prints the path; exits with 1 if there is none)
import { execFileSync, spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { argv, env, exit, getuid } from 'node:process';
import { fileURLToPath } from 'node:url';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/**
 * The path of a Chromium: from the environment variable CHROMIUM, or else the first one on the PATH.
 *
 * @returns {string | undefined}
 */
export function findChromium() {
  if (env.CHROMIUM) return isExecutable(env.CHROMIUM) ? env.CHROMIUM : undefined;
  const folders = (env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  return NAMES.flatMap((name) => folders.map((folder) => join(folder, name))).find(isExecutable);
}

/** @param {string} path */
function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function installWithApt() {
  aptGet('update');
  aptGet('install', '-y', '--no-install-recommends', 'chromium');
}

/** @param {...string} args */
function aptGet(...args) {
  // Its output goes to stderr, because stdout is for the path only.
  execFileSync('apt-get', args, { stdio: ['ignore', 2, 2], env: { ...env, DEBIAN_FRONTEND: 'noninteractive' } });
}

function main() {
  const aptWorks = getuid?.() === 0 && spawnSync('apt-get', ['--version']).status === 0;
  if (findChromium() === undefined && !env.CHROMIUM && aptWorks) {
    try {
      installWithApt();
    } catch (error) {
      console.error(String(error));
    }
  }
  const path = findChromium();
  if (path === undefined) {
    console.error('Chromium: expected one on the PATH or in the environment variable CHROMIUM, found none.');
    console.error('The browser tests need it: install Chromium or Chrome, or set CHROMIUM to its path.');
    exit(1);
  }
  console.log(path);
}

if (argv[1] === fileURLToPath(import.meta.url)) main();
