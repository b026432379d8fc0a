// Prints a hash of the modules that the compiler emits for the bench's shapes and random networks, to compare commits:
// node tools/modules/module-hashes.mjs > before.txt; …; node tools/modules/module-hashes.mjs | diff before.txt -
import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';

const path = fileURLToPath(new URL('./module-hashes.ts', import.meta.url));
const { module } = await runnerImport(path, { configFile: false, logLevel: 'error' });
module.main();
