// Draws the rooms and what they import into docs/images/house.svg. usage: node tools/house/draw-house.mjs
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';

const path = fileURLToPath(new URL('./draw-house.ts', import.meta.url));
const { module } = await runnerImport(path, { configFile: false, logLevel: 'error' });
writeFileSync(new URL('../../docs/images/house.svg', import.meta.url), module.drawHouse());
