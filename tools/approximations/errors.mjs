// Prints how far compiled functions, LSTMs and GRUs are from double precision. usage: node tools/approximations/errors.mjs [frames] [cells]
import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';

const path = fileURLToPath(new URL('./errors.ts', import.meta.url));
const { module } = await runnerImport(path, { configFile: false, logLevel: 'error' });
await module.main(process.argv.slice(2));
