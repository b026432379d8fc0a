import { describe, expect, it } from 'vitest';
import { parseModel } from '../../src/formats/parse-model.js';
import type { Model } from '../../src/model/model.js';
import { networkFacts } from '../../src/network/facts.js';
import { encodeFile, makeWaveNetFile, type WaveNetFile } from '../support/make-wavenet.js';
import { tinyContainer, tinyLinear } from '../support/small-files.js';
import { tinyWaveNet } from '../support/tiny-wavenet.js';

const modelOf = (file: object): Model => parseModel(encodeFile(file));

/** A WaveNet whose layer arrays have so many channels, and may run at the given ones. */
function slimmable(...arrays: (readonly [channels: number, allowed: readonly number[] | null | undefined])[]) {
  const layerArrays = arrays.map(([channels], index) => ({
    channels,
    dilations: [1, 2],
    headSize: arrays[index + 1]?.[0] ?? 1,
  }));
  const file = makeWaveNetFile({ layerArrays }, 3);
  file.config.layers.forEach((array, index) => {
    const allowed_channels = arrays[index][1];
    if (allowed_channels === null) return;
    array.slimmable = { method: 'slice_channels_uniform', kwargs: { allowed_channels } };
  });
  return file;
}

/** Channels of the layer arrays at a size: those of the rechannels, which dilated convolutions read. */
function channelsAt(model: Model, size?: number): number[] {
  const { ops, channels } = model.network({ size });
  const isRead = (id: number) => ops.some((op) => op.kind === 'conv1d' && op.kernelSize > 1 && op.input === id);
  return ops.flatMap(({ kind }, id) => (kind === 'conv1d' && isRead(id) ? [channels[id]] : []));
}

describe('a size from 0 to 1', () => {
  it('is ignored by a model of one size', () => {
    const model = modelOf(tinyWaveNet());
    expect(model.info.sizes).toEqual([]);
    expect(model.network({ size: 0 })).toBe(model.network());
  });

  it.each([-0.001, 1.001, Number.NaN, Number.POSITIVE_INFINITY])('is not %d', (size) => {
    for (const file of [tinyWaveNet(), tinyContainer()]) {
      expect(() => modelOf(file).network({ size })).toThrow(RangeError);
    }
  });
});

describe('a container', () => {
  const architectureAt = (model: Model, size?: number) =>
    model.network({ size }).ops.some(({ kind }) => kind === 'lstm') ? 'LSTM' : 'WaveNet';

  it('plays the first model whose max_value is above the size, else the last', () => {
    const model = modelOf(tinyContainer());
    expect(model.info.sizes).toEqual([0, 0.5]);
    expect([0, 0.4999, 0.5, 1, undefined].map((size) => architectureAt(model, size))).toEqual([
      ...['LSTM', 'LSTM'],
      ...['WaveNet', 'WaveNet', 'WaveNet'],
    ]);
  });

  it('gives the same network for the same model, exact or fast', () => {
    const model = modelOf(tinyContainer());
    expect(model.network({ size: 0.3 })).toBe(model.network({ size: 0 }));
    expect(model.network({ size: 0.5 })).toBe(model.network());
    expect(model.network({ size: 0.3, tanh: 'fast' })).toBe(model.network({ size: 0, tanh: 'fast' }));
  });

  it('has the facts of its largest model, and that model’s words where it has none of its own', () => {
    const file = tinyContainer();
    const submodels = file.config.submodels as { model: { metadata?: object } }[];
    submodels[0].model.metadata = { name: 'small', loudness: -30 };
    submodels[1].model.metadata = { name: 'large', loudness: -20 };
    file.metadata = { name: 'both' };
    expect(modelOf(file).info).toMatchObject({
      architecture: 'SlimmableContainer',
      formatVersion: '0.7.0',
      parameters: 185,
      layers: 4,
      metadata: { name: 'both', loudnessDb: -20 },
      warnings: [],
    });
  });

  it('may hold containers, which play at their default size', () => {
    const inner = tinyContainer();
    const [small, large] = inner.config.submodels as { model: unknown }[];
    [small.model, large.model] = [tinyWaveNet(), { ...tinyLinear() }];
    const outer = tinyContainer();
    (outer.config.submodels as { model: unknown }[])[0].model = inner;
    const model = modelOf(outer);
    expect(model.info.sizes).toEqual([0, 0.5]);
    expect(model.network({ size: 0 }).ops.map(({ kind }) => kind)).toEqual(['input', 'conv1d']);
  });

  it('lists no size that picks nothing', () => {
    const file = tinyContainer();
    const submodels = file.config.submodels as { max_value: number }[];
    submodels[0].max_value = -1;
    expect(modelOf(file).info.sizes).toEqual([]);
    submodels[0].max_value = 1.5;
    submodels[1].max_value = 2;
    const model = modelOf(file);
    expect(model.info.sizes).toEqual([]);
    // As in the reference: the last one is the default, but no size picks it.
    expect(architectureAt(model)).toBe('WaveNet');
    expect(architectureAt(model, 1)).toBe('LSTM');
  });

  it('says so where it ignores weights of its own', () => {
    const { warnings } = modelOf({ ...tinyContainer(), weights: [1, 2] }).info;
    expect(warnings).toEqual([expect.stringContaining('weights')]);
  });
});

describe('a slimmable WaveNet', () => {
  it('runs the first channels of its layer arrays', () => {
    const model = modelOf(slimmable([6, [1, 4, 6]]));
    expect(model.info.sizes).toEqual([0, 1 / 3, 2 / 3]);
    expect([0, 0.33, 0.34, 0.66, 0.67, 1, undefined].map((size) => channelsAt(model, size)[0])).toEqual([
      ...[1, 1, 4, 4, 6, 6, 6],
    ]);
  });

  it('may have layer arrays of different choices', () => {
    const model = modelOf(slimmable([6, [2, 6]], [4, [1, 2, 3, 4]], [3, null]));
    expect(model.info.sizes).toEqual([0, 0.25, 0.5, 0.75]);
    expect(model.info.sizes.map((size) => channelsAt(model, size))).toEqual([
      [2, 1, 3],
      [2, 2, 3],
      [6, 3, 3],
      [6, 4, 3],
    ]);
  });

  it('may have any width where the file lists none', () => {
    const model = modelOf(slimmable([5, undefined]));
    expect(model.info.sizes.map((size) => channelsAt(model, size)[0])).toEqual([1, 2, 3, 4, 5]);
  });

  it.each([3, 7, 49, 98, 103, 107])('lists for %i widths a size that picks each', (channels) => {
    const model = modelOf(slimmable([channels, undefined]));
    const widths = model.info.sizes.map((size) => channelsAt(model, size)[0]);
    expect(widths).toEqual(Array.from({ length: channels }, (_, index) => index + 1));
    expect(model.info.sizes.every((size) => size <= 1)).toBe(true);
  });

  it('is at its narrow size what a file of the kept weights is', () => {
    const wide = slimmable([4, [2, 4]]);
    const narrow = makeWaveNetFile({ layerArrays: [{ channels: 2, dilations: [1, 2] }] }, 1);
    narrow.weights = keptWeights(wide, 4, 2);
    expect(modelOf(wide).network({ size: 0 })).toEqual(modelOf(narrow).network());
    expect(modelOf(wide).network({ size: 1 })).not.toEqual(modelOf(narrow).network());
  });

  it('costs less the narrower it is', () => {
    const model = modelOf(slimmable([6, [1, 4, 6]]));
    const costs = model.info.sizes.map((size) => networkFacts(model.network({ size })).macsPerFrame);
    expect(costs).toEqual([...costs].sort((a, b) => a - b));
    expect(costs.at(-1)).toBe(model.info.macsPerFrame);
  });

  it.each([
    { groups_input: 2 },
    { layer1x1: { active: true, groups: 2 } },
    { head1x1: { active: true, out_channels: 4, groups: 2 } },
    { conv_pre_film: { groups: 1 }, activation_pre_film: { groups: 1 }, groups_input: 4 },
  ])('has one size, and says so, where its options cannot be sliced: %j', (changes) => {
    const file = slimmable([4, [2, 4]]);
    Object.assign(file.config.layers[0], changes);
    const model = modelOf(withRightWeights(file));
    expect(model.info.sizes).toEqual([]);
    expect(model.info.warnings).toEqual([expect.stringContaining('config.layers[0].slimmable is ignored')]);
  });

  it('is not meant where no method is named', () => {
    const file = slimmable([4, [2, 4]]);
    for (const method of [undefined, null, '']) {
      Object.assign(file.config.layers[0], { slimmable: { method } });
      expect(modelOf(file).info).toMatchObject({ sizes: [], warnings: [] });
    }
  });
});

/** The weights between the first `kept` of `full` channels, of one layer array of two layers with kernel 3. */
function keptWeights({ weights }: WaveNetFile, full: number, kept: number): number[] {
  let at = 0;
  const take = (rows: number, columns: number, length: number, keptRows: number, keptColumns: number) => {
    const start = at;
    at += rows * columns * length;
    return Array.from({ length: keptRows }, (_, row) => {
      const rowStart = start + row * columns * length;
      return weights.slice(rowStart, rowStart + keptColumns * length);
    }).flat();
  };
  const layer = () => [
    ...take(full, full, 3, kept, kept),
    ...take(full, 1, 1, kept, 1),
    ...take(full, 1, 1, kept, 1),
    ...take(full, full, 1, kept, kept),
    ...take(full, 1, 1, kept, 1),
  ];
  return [...take(full, 1, 1, kept, 1), ...layer(), ...layer(), ...take(1, full, 1, 1, kept), ...take(1, 1, 1, 1, 1)];
}

/** The file with as many weights as it should have, which its refusal tells. */
function withRightWeights(file: WaveNetFile): WaveNetFile {
  try {
    parseModel(encodeFile({ ...file, weights: [] }));
  } catch (error) {
    const count = Number(/expected (\d+) numbers/.exec(String(error))?.[1]);
    return { ...file, weights: new Array(count).fill(0.1) };
  }
  return file;
}
