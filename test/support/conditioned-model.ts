import { DEFAULT_LIMITS } from '../../src/model/limits.js';
import type { Model } from '../../src/model/model.js';
import { SizedModel } from '../../src/model/sized-model.js';
import { NetworkBuilder } from '../../src/network/builder.js';

/** y[t] = tanh(drive · (x[t] + 0.5 · x[t − 100])) + tone / 10, with `drive` from 0 to 4 and `tone` from −1 to 1. */
export function conditionedModel(): Model {
  const builder = new NetworkBuilder(48_000, 1, 2);
  const echo = builder.conv1d(builder.input, {
    outChannels: 1,
    kernelSize: 2,
    dilation: 100,
    weight: Float32Array.of(0.5, 1),
    bias: null,
  });
  const controls = builder.controls ?? -1;
  const bent = builder.activation(builder.multiply(echo, builder.slice(controls, 0, 1)), { kind: 'tanh' });
  const tone = builder.conv1d(builder.slice(controls, 1, 1), {
    outChannels: 1,
    kernelSize: 1,
    weight: Float32Array.of(0.1),
    bias: null,
  });
  const network = builder.build(builder.add(bent, tone));
  return new SizedModel(
    [{ from: 0, build: () => network }],
    {
      format: 'test',
      formatVersion: '1',
      architecture: 'test',
      sampleRateKnown: true,
      parameters: 3,
      layers: 1,
      metadata: {},
      warnings: [],
      controls: [
        { name: 'drive', minimum: 0, maximum: 4, default: 1 },
        { name: 'tone', minimum: -1, maximum: 1, default: 0 },
      ],
    },
    DEFAULT_LIMITS,
    'file',
  );
}
