// How loud the aliases of a sine are, and what oversampling costs, for each included model: node tools/oversampling/aliases.mjs
// [frequency in Hz, default 3000] [peak in dBFS, default -6]
import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';

const path = fileURLToPath(new URL('./aliases.ts', import.meta.url));
const { module } = await runnerImport(path, { configFile: false, logLevel: 'error' });
await module.main(...process.argv.slice(2).map(Number));
