// Measures what the limiter does to hot tones, and to the included models. usage: node tools/soak/limiter.mjs
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';

const path = fileURLToPath(new URL('./limiter.ts', import.meta.url));
const { module } = await runnerImport(path, { configFile: false, logLevel: 'error' });
const folder = new URL('../../models/', import.meta.url);
const files = readdirSync(folder).filter((name) => /\.(nam|safetensors)$/.test(name));
await module.main(files.map((name) => [name, readFileSync(new URL(name, folder))]));
