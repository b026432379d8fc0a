import resolve from '@rollup/plugin-node-resolve';

// biome-ignore lint/style/noDefaultExport: what Rollup asks for
export default {
  input: 'main.js',
  // Not installed here, since nothing uses it; without this line Rollup warns that it is not found.
  external: ['standardized-audio-context'],
  output: { dir: 'dist', format: 'es' },
  plugins: [resolve()],
};
