import { promisify } from 'node:util';
import { rspack } from '@rspack/core';

const compiler = rspack({
  mode: 'production',
  entry: './main.js',
  // Not installed here, since nothing uses it; without this line Rspack warns that it is not found.
  resolve: { alias: { 'standardized-audio-context': false } },
});
const stats = await promisify(compiler.run.bind(compiler))();
console.log(stats.toString());
if (stats.hasErrors()) process.exitCode = 1;
