import resolve from '@rollup/plugin-node-resolve';

// biome-ignore lint/style/noDefaultExport: what Rollup asks for
export default {
  input: 'main.js',
  output: { dir: 'dist', format: 'es' },
  plugins: [resolve()],
};
