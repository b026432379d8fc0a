// Times how a model starts, and how constant its answer to silence is: node tools/modules/start-cost.mjs
import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';

const path = fileURLToPath(new URL('./start-cost.ts', import.meta.url));
const { module } = await runnerImport(path, { configFile: false, logLevel: 'error' });
await module.main();
