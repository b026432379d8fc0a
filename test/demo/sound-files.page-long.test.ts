import { describe, expect, test } from 'vitest';
import { type FormatSpec, formatChunk, wavBytes } from '../wav/wav-bytes.js';
import type { DroppedFile } from './support/demo-page.js';
import { demoSite } from './support/demo-site.js';

const site = demoSite();

/** A WAV file of one sample after the other, of 4 or 8 bytes each. */
function wav(name: string, format: FormatSpec, samples: Float32Array | Float64Array | Int32Array): DroppedFile {
  const data = new Uint8Array(samples.buffer);
  return {
    name,
    type: 'audio/wav',
    bytes: wavBytes([
      ['fmt ', formatChunk(format)],
      ['data', data],
    ]),
  };
}

const sine = Float64Array.from({ length: 48_000 }, (_, t) => 0.5 * Math.sin((2 * Math.PI * 440 * t) / 48_000));
const FLOAT = { tag: 3, bits: 32 };
const broken = Float32Array.from(sine);
broken[100] = Number.NaN;

describe('a sound file', () => {
  test.each([
    ['floats of 64 bits', wav('a.wav', { tag: 3, bits: 64 }, sine)],
    [
      '24 bits in four bytes',
      wav(
        'a.wav',
        { bits: 24, frameBytes: 4 },
        Int32Array.from(sine, (x) => Math.round(x * 2 ** 23) * 2 ** 8),
      ),
    ],
  ])('of %s plays, though the browser does not know it', async (_, file) => {
    const demo = await site.openPlaying();
    await demo.drop(file);
    await demo.page.getByRole('radio', { name: 'File', checked: true }).waitFor();
    await demo.hearsSound();
    expect(demo.complaints).toEqual([]);
  });

  test('with samples that are not numbers plays without them, and the page says so', async () => {
    const demo = await site.openPlaying();
    await demo.drop(wav('broken.wav', FLOAT, broken));
    await demo.notice('One sample of “broken.wav” is no number and was silenced.');
    await demo.page.getByRole('radio', { name: 'File', checked: true }).waitFor();
    await demo.goesOn();
    expect(demo.complaints).toEqual([]);
  });
});

describe('a cabinet’s response', () => {
  const impulse = Float32Array.from({ length: 200 }, (_, t) => (t % 2 === 1 ? Math.exp(-t / 20) : 0));

  test('that sounds on the right only is heard', async () => {
    const demo = await site.openPlaying();
    await demo.dropOn(
      'demo-block-card[data-block="cabinet"] article',
      wav('right.wav', { ...FLOAT, channels: 2 }, impulse),
    );
    await demo.waitForState((state) => state.rig.blocks.cabinet?.cabinetId === 'file');
    await demo.hearsSound();
    expect(demo.complaints).toEqual([]);
  });

  test('that is silent is refused', async () => {
    const demo = await site.openPlaying();
    await demo.dropOn(
      'demo-block-card[data-block="cabinet"] article',
      wav('silent.wav', { ...FLOAT, channels: 2 }, new Float32Array(400)),
    );
    await demo.notice('“silent.wav” is silent, and so would be everything behind it.');
    await demo.goesOn();
    expect(demo.complaints).toEqual([]);
  });

  test('with samples that are not numbers is refused', async () => {
    const demo = await site.openPlaying();
    await demo.dropOn('demo-block-card[data-block="cabinet"] article', wav('broken.wav', FLOAT, broken));
    await demo.notice('“broken.wav” has one sample that is no number, and would silence everything behind it.');
    await demo.goesOn();
    expect(demo.complaints).toEqual([]);
  });
});
