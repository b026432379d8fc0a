import { describe, expect, test } from 'vitest';
import { ModuleBuilder } from '../../src/compiler/assembler/module.js';
import { addTransform } from '../../src/compiler/steps/fir/transform.js';
import { WeightLayout } from '../../src/compiler/weight-layout.js';
import { randomAudio } from '../support/random-network.js';
import { gainNetwork } from '../support/small-networks.js';

/** Runs a transform of complex numbers; `inverse` exchanges the parts. */
function transform(re: Float32Array, im: Float32Array, inverse = false): [Float32Array, Float32Array] {
  const points = re.length;
  const at = [0, 1, 2, 3].map((n) => n * points * 4);
  const module = new ModuleBuilder();
  const network = gainNetwork(1);
  const layout = new WeightLayout(4 * points * 4, network);
  const fft = addTransform(module, layout, points);
  const run = inverse ? fft.run(at[1], at[0], at[3], at[2]) : fft.run(at[0], at[1], at[2], at[3]);
  module.exportFunction(
    'run',
    module.func(0, () => run),
  );
  const bytes = module.build(4 * points * 4 + layout.byteLength) as Uint8Array<ArrayBuffer>;
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes));
  const { buffer } = exports.memory as WebAssembly.Memory;
  new Uint8Array(buffer).set(layout.image(network), 4 * points * 4);
  const memory = new Float32Array(buffer);
  memory.set(re, 0);
  memory.set(im, points);
  (exports.run as () => void)();
  const first = fft.endsInScratch ? 2 : 0;
  return [first, first + 1].map((n) => memory.slice(n * points, (n + 1) * points)) as [Float32Array, Float32Array];
}

describe.each([16, 64, 256, 1024])('the transform of %i points', (points) => {
  const [re, im] = randomAudio(points, 2, points);

  test('is the sum of its definition', () => {
    const [outRe, outIm] = transform(re, im);
    for (let k = 0; k < points; k += 7) {
      let [sumRe, sumIm] = [0, 0];
      for (let n = 0; n < points; n++) {
        const [c, s] = [Math.cos((-2 * Math.PI * k * n) / points), Math.sin((-2 * Math.PI * k * n) / points)];
        sumRe += re[n] * c - im[n] * s;
        sumIm += re[n] * s + im[n] * c;
      }
      expect(Math.abs(outRe[k] - sumRe)).toBeLessThan(1e-6 * points);
      expect(Math.abs(outIm[k] - sumIm)).toBeLessThan(1e-6 * points);
    }
  });

  test('is undone by its inverse', () => {
    const back = transform(...transform(re, im), true).map((part) => part.map((x) => x / points));
    [re, im].forEach((part, n) => {
      part.forEach((x, t) => {
        expect(Math.abs(back[n][t] - x)).toBeLessThan(1e-6);
      });
    });
  });
});
