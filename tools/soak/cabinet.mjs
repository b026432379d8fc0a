// Measures what cabinets of several lengths cost to load and to run. usage: node tools/soak/cabinet.mjs
import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';

const path = fileURLToPath(new URL('./cabinet.ts', import.meta.url));
const { module } = await runnerImport(path, { configFile: false, logLevel: 'error' });
await module.main();
