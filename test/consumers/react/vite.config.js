import { defineConfig } from 'vite';

// React as it is developed with: StrictMode then begins every effect twice.
export default defineConfig({ build: { chunkSizeWarningLimit: 1000 } });
