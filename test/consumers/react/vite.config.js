import { defineConfig } from 'vite';

// React as it is developed with: StrictMode then begins every effect twice.
// biome-ignore lint/style/noDefaultExport: what Vite asks for
export default defineConfig({ build: { chunkSizeWarningLimit: 1000 } });
