import { fileURLToPath } from 'node:url';
import { createServer, type Plugin, type ViteDevServer } from 'vite';
import { workletSource } from '../../tools/vite-worklet-source.js';

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

/** Serves the measuring page. */
export async function servePage(...plugins: Plugin[]): Promise<ViteDevServer> {
  const server = await createServer({
    configFile: false,
    root: path('../page'),
    plugins: [workletSource(), ...plugins],
    server: {
      port: 0,
      // A page that reloads because a file was saved loses its measurement.
      hmr: false,
      watch: null,
      fs: { allow: [path('../..')] },
      // Isolated pages have a clock with a resolution of 5 µs instead of 100.
      headers: { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' },
    },
    // A dependency that Vite finds late makes the page reload.
    optimizeDeps: {
      include: ['valibot', 'standardized-audio-context'],
      exclude: ['@opendaw/nam-wasm', 'onnxruntime-web', 'virtual:dilatone-worklet-source'],
    },
    logLevel: 'error',
  });
  await server.listen();
  return server;
}
