// biome-ignore lint/style/noDefaultExport: what SvelteKit asks for
export default {};
