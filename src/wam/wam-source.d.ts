/** The script of the WAM's automation as one string; `tools/vite-worklet-source.ts` makes it. */
declare module 'virtual:dilatone-wam-source' {
  const source: string;
  export default source;
}
