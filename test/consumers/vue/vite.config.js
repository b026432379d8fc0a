import vue from '@vitejs/plugin-vue';

// biome-ignore lint/style/noDefaultExport: what Vite asks for
export default { plugins: [vue()] };
