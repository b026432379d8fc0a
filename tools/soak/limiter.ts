import { parseModel } from '../../src/formats/parse-model.js';
import { Limiter } from '../../src/live/mix/limiter.js';
import { renderModel } from '../../src/offline/render.js';

const RATE_HZ = 48_000;
const LIMIT_DB = -0.3;
/** By how many dB the sounds exceed full scale. */
const HOT_DB = [3, 12];
/** A gain that moves slower than this is a change of level; what moves faster bends the sound. */
const SLOW_FRAMES = 0.02 * RATE_HZ;

/** A model file: its name and bytes. */
type ModelFile = readonly [name: string, bytes: Uint8Array];

/** Prints, for each sound, how much the limiter takes away, and how loud what it adds is, relative to what it leaves. */
export async function main(models: readonly ModelFile[]): Promise<void> {
  console.log('sound                         dB over   dB taken   dB of distortion: whole, after the first 0.5 s');
  for (const hz of [41.2, 82.4, 440, 1000]) report(`a tone of ${hz} Hz`, tone(hz));
  for (const [file, bytes] of models) {
    const model = parseModel(bytes);
    const [output] = await renderModel(model, [plucks()], { sampleRate: RATE_HZ });
    report(file, output);
  }
}

function report(name: string, sound: Float32Array): void {
  for (const hotDb of HOT_DB) {
    const input = atPeak(sound, 10 ** (hotDb / 20));
    const output = input.slice();
    const limiter = new Limiter(1, 480, RATE_HZ);
    limiter.limitDb = LIMIT_DB;
    limiter.process([output], 0, output.length);
    const parts = [0, RATE_HZ / 2].map((from) => distortionDb(input, output, from).toFixed(0).padStart(8));
    const taken = (-20 * Math.log10(limiter.smallestGain[0])).toFixed(1);
    console.log(`${name.padEnd(30)}${String(hotDb).padStart(6)}${taken.padStart(10)}   ${parts.join('')}`);
  }
}

/** Energy of what is not the input under a gain that moves slowly, relative to the output, from a frame on. */
function distortionDb(input: Float32Array, output: Float32Array, from: number): number {
  let [wrong, right] = [0, 0];
  for (let start = from; start + SLOW_FRAMES <= input.length; start += SLOW_FRAMES) {
    const end = start + SLOW_FRAMES;
    // The best gain of the form a + b · t in this stretch, by least squares.
    let [xx, xt, tt, xy, ty] = [0, 0, 0, 0, 0];
    for (let t = start; t < end; t++) {
      const x = input[t];
      const s = x * ((t - start) / SLOW_FRAMES);
      xx += x * x;
      xt += x * s;
      tt += s * s;
      xy += x * output[t];
      ty += s * output[t];
    }
    const det = xx * tt - xt * xt || 1;
    const [a, b] = [(xy * tt - ty * xt) / det, (ty * xx - xy * xt) / det];
    for (let t = start; t < end; t++) {
      wrong += (output[t] - input[t] * (a + (b * (t - start)) / SLOW_FRAMES)) ** 2;
      right += output[t] ** 2;
    }
  }
  return 10 * Math.log10(wrong / right);
}

function tone(hz: number): Float32Array {
  return Float32Array.from({ length: 2 * RATE_HZ }, (_, t) => Math.sin((2 * Math.PI * hz * t) / RATE_HZ));
}

/** Four plucked notes, each with some overtones that fade. */
function plucks(): Float32Array {
  const noteFrames = RATE_HZ / 2;
  return Float32Array.from({ length: 4 * noteFrames }, (_, t) => {
    const hz = [82.4, 110, 146.8, 196][Math.floor(t / noteFrames)];
    const seconds = (t % noteFrames) / RATE_HZ;
    let sum = 0;
    for (let n = 1; n <= 6; n++) sum += Math.sin(2 * Math.PI * n * hz * seconds) / n;
    return 0.25 * sum * Math.exp(-4 * seconds) * Math.min(1, seconds * 500);
  });
}

function atPeak(sound: Float32Array, peak: number): Float32Array {
  const most = sound.reduce((highest, x) => Math.max(highest, Math.abs(x)), 0);
  return sound.map((x) => (x * peak) / most);
}
