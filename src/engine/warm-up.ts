import { createPlanes } from './channels/channels.js';
import type { EngineSource } from './engine-source.js';
import { WasmEngine } from './wasm-engine.js';

/** Work without a turn of the event loop, in milliseconds. */
const SLICE_MS = 8;
const BLOCK_FRAMES = 128;
/** A module is warm after this many slices in a row, 80 ms, none of which was faster than the best before by `GAIN`. */
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
  const engine = new WasmEngine(source.program, source.module);
  const input = Array.from({ length: engine.inputChannels }, () => testSignal());
  const output = createPlanes(engine.outputChannels, BLOCK_FRAMES);
  const endMs = Date.now() + budgetMs;
  let most = 0;
  for (let settled = 0; settled < SETTLED_SLICES && Date.now() < endMs; settled++) {
    const startMs = Date.now();
    let elapsedMs = 0;
    let frames = 0;
    // Negative if the system clock is set back: then the slice ends, too, and counts for nothing.
    for (; elapsedMs >= 0 && elapsedMs < SLICE_MS; elapsedMs = Date.now() - startMs) {
      engine.process(output, input, BLOCK_FRAMES);
      frames += BLOCK_FRAMES;
    }
    const framesPerMs = frames / elapsedMs;
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

/** The part of a MessagePort that is used here; this room has no DOM types. */
interface Port {
  onmessage: (() => void) | null;
  postMessage(message: null): void;
  close(): void;
}

/** Pages, workers and Node have at least one of these; an audio worklet has neither. */
declare const MessageChannel: (new () => { readonly port1: Port; readonly port2: Port }) | undefined;
declare const setTimeout: ((callback: () => void) => unknown) | undefined;

/**
 * Yields to the event loop, so that events, timers and painting run. It posts a message rather than setting a timer:
 * browsers clamp timers to 4 ms, and to a second in a hidden page.
 */
export function yieldToEventLoop(): Promise<void> {
  return new Promise((resolve) => {
    if (typeof MessageChannel !== 'undefined') {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => {
        port1.close();
        resolve();
      };
      port2.postMessage(null);
    } else if (typeof setTimeout !== 'undefined') {
      setTimeout(resolve);
    } else {
      resolve();
    }
  });
}
