// Prints a hash of what the compiler emits for each shape of the bench and for random networks, to compare two commits:
// node tools/modules/module-hashes.mjs > before.txt; …; node tools/modules/module-hashes.mjs | diff before.txt -
import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';

const path = fileURLToPath(new URL('./module-hashes.ts', import.meta.url));
const { module } = await runnerImport(path, { configFile: false, logLevel: 'error' });
module.main();
