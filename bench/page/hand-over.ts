import { createDilatone } from '../../src/controller/create-dilatone.js';
import { shapeOf } from '../shapes.js';
import { modelIn } from './models.js';
import { noiseSource } from './sound.js';

/**
 * Hands a model to the audio thread and lets it run as fast as it can. Gives the milliseconds that each second of audio
 * took. Only the first call in a page tells the truth: the browser keeps the machine code of modules.
 */
export async function timeHandOver({ shape, seconds }: { shape: string; seconds: number }): Promise<number[]> {
  const sampleRate = 48_000;
  const context = new OfflineAudioContext({ length: seconds * sampleRate, sampleRate });
  const node = await createDilatone(context, { model: modelIn(shapeOf(shape).file()) });
  noiseSource(context).connect(node.node);
  node.connect(context.destination);
  const ends: number[] = [];
  for (let second = 1; second < seconds; second++) {
    context.suspend(second).then(() => {
      ends.push(performance.now());
      context.resume();
    });
  }
  const start = performance.now();
  await context.startRendering();
  ends.push(performance.now());
  return ends.map((end, second) => end - (second === 0 ? start : ends[second - 1]));
}
