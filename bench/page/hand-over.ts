import { createDilatone } from '../../src/controller/node/create-dilatone.js';
import { shapeOf } from '../shapes.js';
import { modelIn } from './models.js';
import { noiseSource } from './sound.js';

/** The context renders this much before the model arrives, because its own start takes as long as many quanta. */
const BEFORE_SECONDS = 1;

/**
 * Hands a model to the audio thread of a running context, which goes on rendering as fast as it can. Returns the
 * milliseconds that each second of audio took from then on. Call it once in a page: the browser caches the machine code of
 * modules.
 */
export async function timeHandOver({ shape, seconds }: { shape: string; seconds: number }): Promise<number[]> {
  const sampleRate = 48_000;
  const context = new OfflineAudioContext({ length: (BEFORE_SECONDS + seconds) * sampleRate, sampleRate });
  const source = noiseSource(context);
  const mute = new GainNode(context, { gain: 0 });
  source.connect(mute).connect(context.destination);
  const model = modelIn(shapeOf(shape).file());

  const handedOver = context.suspend(BEFORE_SECONDS).then(async () => {
    const node = await createDilatone(context, { model });
    source.connect(node.node);
    node.connect(context.destination);
    context.resume();
    return performance.now();
  });
  const ends: number[] = [];
  for (let second = 1; second < seconds; second++) {
    context.suspend(BEFORE_SECONDS + second).then(() => {
      ends.push(performance.now());
      context.resume();
    });
  }
  await context.startRendering();
  ends.push(performance.now());
  const start = await handedOver;
  return ends.map((end, second) => end - (second === 0 ? start : ends[second - 1]));
}
