// Times what it takes on the main thread to turn a knob of a conditioned model. usage: node tools/modules/controls-cost.mjs
import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';

const path = fileURLToPath(new URL('./controls-cost.ts', import.meta.url));
const { module } = await runnerImport(path, { configFile: false, logLevel: 'error' });
await module.main();
