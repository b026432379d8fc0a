import { createEngine, type EngineSource } from './engine-source.js';
import { yieldToEventLoop } from './event-loop.js';

/** Work without a turn of the event loop, in milliseconds. */
const SLICE_MS = 8;
const BLOCK_FRAMES = 128;
/** It is warm when so many slices in a row, 80 ms, were not faster than one before by `GAIN`. */
const SETTLED_SLICES = 10;
const GAIN = 1.05;

/**
 * Exercises a compiled module on this thread, until the browser's compiler has seen which of its code is hot: engines
 * start every function in a quick translation and replace it with optimized code, which all threads then share. A module
 * that goes to the audio thread without this runs several times slower for its first blocks.
 *
 * @param budgetMs how long this may take at most, a slice more or less: it ends when nothing more is gained. Pauses between
 *   slices let the compiler work
 * @returns frames per millisecond in the fastest slice, or null where there is nothing to exercise
 */
export async function warmUp(source: EngineSource, budgetMs: number): Promise<number | null> {
  if (source.kind !== 'module') return null;
  const engine = createEngine(source);
  const input = Array.from({ length: engine.inputChannels }, () => testSignal());
  const output = Array.from({ length: engine.outputChannels }, () => new Float32Array(BLOCK_FRAMES));
  const endMs = Date.now() + budgetMs;
  let most = 0;
  for (let settled = 0; settled < SETTLED_SLICES && Date.now() < endMs; settled++) {
    const startMs = Date.now();
    const sliceEndMs = startMs + SLICE_MS;
    let frames = 0;
    for (; Date.now() < sliceEndMs; frames += BLOCK_FRAMES) engine.process(output, input, BLOCK_FRAMES);
    const framesPerMs = frames / (Date.now() - startMs);
    if (framesPerMs > GAIN * most) settled = 0;
    most = Math.max(most, framesPerMs);
    await yieldToEventLoop();
  }
  return most;
}

/** One block of a loud sine. */
function testSignal(): Float32Array {
  return Float32Array.from({ length: BLOCK_FRAMES }, (_, t) => Math.sin((2 * Math.PI * t) / BLOCK_FRAMES));
}
