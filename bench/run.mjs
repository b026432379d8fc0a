// Times Dilatone against its peers in Chromium. usage: npm run bench -- --help
import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';
import { findChromium } from '../tools/ensure-chromium.mjs';

const path = fileURLToPath(new URL('./runner/main.ts', import.meta.url));
const { module } = await runnerImport(path, { configFile: false, logLevel: 'error' });
process.exitCode = await module.main(process.argv.slice(2), findChromium());
