import { createEngine, type EngineSource } from './engine-source.js';
import { yieldToEventLoop } from './event-loop.js';

/** Work without a turn of the event loop, in milliseconds. */
const SLICE_MS = 8;
const BLOCK_FRAMES = 128;

/**
 * Exercises a compiled module on this thread, until the browser's compiler has seen which of its code is hot: engines
 * start every function in a quick translation and replace it with optimized code, which all threads then share. A module
 * that goes to the audio thread without this runs several times slower for its first blocks.
 *
 * @param budgetMs how long this may take, a slice more or less; pauses between slices let the compiler work
 */
export async function warmUp(source: EngineSource, budgetMs: number): Promise<void> {
  if (source.kind !== 'module') return;
  const engine = createEngine(source);
  const input = Array.from({ length: engine.inputChannels }, () => testSignal());
  const output = Array.from({ length: engine.outputChannels }, () => new Float32Array(BLOCK_FRAMES));
  const endMs = Date.now() + budgetMs;
  while (Date.now() < endMs) {
    const sliceEndMs = Math.min(endMs, Date.now() + SLICE_MS);
    while (Date.now() < sliceEndMs) engine.process(output, input, BLOCK_FRAMES);
    await yieldToEventLoop();
  }
}

/** One block of a loud sine. */
function testSignal(): Float32Array {
  return Float32Array.from({ length: BLOCK_FRAMES }, (_, t) => Math.sin((2 * Math.PI * t) / BLOCK_FRAMES));
}
