/** The worklet script as one string; `tools/vite-worklet-source.ts` makes it. */
declare module 'virtual:dilatone-worklet-source' {
  const source: string;
  export default source;
}
