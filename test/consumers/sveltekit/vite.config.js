import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vite';

// biome-ignore lint/style/noDefaultExport: what Vite asks for
export default defineConfig({ plugins: [sveltekit()] });
