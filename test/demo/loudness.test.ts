import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { modeOutputDb } from '../../demo/audio/sound-settings.js';
import { BUILTIN_MODELS } from '../../demo/builtin-models.js';
import { BUILTIN_SOUNDS } from '../../demo/sound/builtin-sounds.js';
import { DEFAULT_DRIVE_DB } from '../../demo/state.js';
import { parseModel, renderModel } from '../../src/index.js';

const RATE = 48_000;
const gain = (db: number) => 10 ** (db / 20);
const peakOf = (sound: Float32Array) => sound.reduce((highest, x) => Math.max(highest, Math.abs(x)), 0);
const rmsDb = (sound: Float32Array) => 10 * Math.log10(sound.reduce((sum, x) => sum + x * x, 0) / sound.length);

const models = BUILTIN_MODELS.map(({ file, name, levelDb }) => {
  const model = parseModel(new Uint8Array(readFileSync(new URL(`../../models/${file}`, import.meta.url))));
  return { name, model, outputDb: levelDb + modeOutputDb(model.info, 'normalized') };
});

describe.each(BUILTIN_SOUNDS)('$name, with the knobs where they start', ({ render }) => {
  const dry = render(RATE);
  const driven = dry.map((x) => x * gain(DEFAULT_DRIVE_DB));

  test.each(models)('through $name stays below full scale, about as loud as dry', async ({ model, outputDb }) => {
    const [output] = await renderModel(model, [driven], { sampleRate: RATE });
    const wet = output.map((x) => x * gain(outputDb));
    expect(peakOf(wet)).toBeLessThan(0.9);
    expect(Math.abs(rmsDb(wet) - rmsDb(dry))).toBeLessThan(7);
  });
});
