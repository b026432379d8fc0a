// Measures what the limiter does to hot tones, and to the included models. usage: node tools/soak/limiter.mjs
import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';

const path = fileURLToPath(new URL('./limiter.ts', import.meta.url));
const { module } = await runnerImport(path, { configFile: false, logLevel: 'error' });
await module.main();
