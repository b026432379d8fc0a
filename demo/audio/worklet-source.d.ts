/** The script of the page's own processors as one string; `tools/vite-worklet-source.ts` makes it. */
declare module 'virtual:dilatone-demo-worklet-source' {
  const source: string;
  export default source;
}
