/** The worklet script of rigs as one string; `tools/vite-worklet-source.ts` makes it. */
declare module 'virtual:dilatone-rig-worklet-source' {
  const source: string;
  export default source;
}
