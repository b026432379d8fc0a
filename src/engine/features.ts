import { compileNetwork } from '../compiler/compile.js';
import type { MultiplyAdd } from '../compiler/program.js';
import type { Network } from '../network/network.js';

/** The smallest network whose program multiplies, adds and uses vectors. */
const PROBE: Network = {
  ops: [
    { kind: 'input', channels: 1 },
    {
      kind: 'conv1d',
      input: 0,
      outChannels: 1,
      kernelSize: 2,
      dilation: 1,
      groups: 1,
      weight: new Float32Array(2),
      bias: null,
    },
  ],
  channels: [1, 1],
  output: 1,
  sampleRate: 48000,
  start: 'silence',
};

const works = new Map<MultiplyAdd, boolean>();

/**
 * Whether this page may and can run compiled programs of a kind: WebAssembly exists, has SIMD (and, for `relaxed`, relaxed
 * SIMD), and the Content-Security-Policy allows it. Found once by compiling a probe.
 */
export function canCompile(multiplyAdd: MultiplyAdd): boolean {
  const known = works.get(multiplyAdd);
  if (known !== undefined) return known;
  let result = false;
  try {
    result = new WebAssembly.Module(compileNetwork(PROBE, { multiplyAdd }).bytes) instanceof WebAssembly.Module;
  } catch {
    // No WebAssembly, no such instructions, or a policy without 'wasm-unsafe-eval': all mean no.
  }
  works.set(multiplyAdd, result);
  return result;
}
