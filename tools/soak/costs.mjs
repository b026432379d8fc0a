// Times the processor in Node on sounds that could be slow, and its meters. usage: node tools/soak/costs.mjs
import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';

const path = fileURLToPath(new URL('./costs.ts', import.meta.url));
const { module } = await runnerImport(path, { configFile: false, logLevel: 'error' });
process.exitCode = await module.main();
