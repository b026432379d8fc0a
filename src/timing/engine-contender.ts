import type { Engine } from '../network/engine.js';
import type { Contender } from './race.js';

/** An engine that processes a block of noise in each turn. */
export function engineContender(name: string, engine: Engine, blockFrames: number): Contender {
  const input = Array.from({ length: engine.inputChannels }, () => noise(blockFrames));
  const output = Array.from({ length: engine.outputChannels }, () => new Float32Array(blockFrames));
  return {
    name,
    run: (blocks) => {
      for (let n = 0; n < blocks; n++) engine.process(output, input, blockFrames);
    },
  };
}

/** White noise with peaks at −12 dBFS, always the same. */
export function noise(frames: number): Float32Array {
  let state = 1;
  return Float32Array.from({ length: frames }, () => {
    // Park and Miller's generator.
    state = (state * 48271) % 0x7fffffff;
    return (state / 0x7fffffff - 0.5) / 2;
  });
}
