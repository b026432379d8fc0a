import { readFileSync } from 'node:fs';
import { writeNative } from '../../../src/formats/native/write-native.js';
import type { ModelMetadata } from '../../../src/model/model.js';
import { modelOfNetwork } from '../../../src/model/sized-model.js';
import { NetworkBuilder } from '../../../src/network/builder.js';
import { encodeWav } from '../../../src/wav/encode-wav.js';
import { brokenNetwork } from '../../support/small-networks.js';
import type { DroppedFile } from './demo-page.js';

/** A model of ours that the page does not come with. */
export const RANDOM_MODEL: DroppedFile = {
  name: 'random wavenet.nam',
  bytes: fixture('golden/wavenet-1-20.nam'),
};

/** Bytes of a file of `test/fixtures`. */
export function fixture(name: string): Uint8Array {
  return new Uint8Array(readFileSync(new URL(`../../fixtures/${name}`, import.meta.url)));
}

/** A tone at half of full scale, one second long unless told otherwise. */
export function tone(hz: number, seconds = 1): DroppedFile {
  const samples = Float32Array.from({ length: 48_000 * seconds }, (_, t) => {
    return 0.5 * Math.sin((2 * Math.PI * hz * t) / 48_000);
  });
  return soundFile(`tone ${hz}.wav`, samples);
}

/** A WAV file of mono samples at 48 kHz. */
export function soundFile(name: string, samples: Float32Array): DroppedFile {
  const { bytes } = encodeWav({ sampleRate: 48_000, channels: [samples] }, '32f');
  return { name, type: 'audio/wav', bytes };
}

/** A WaveNet of one size that is too much for an interpreter, and small enough to be let in. */
export function heavyModel(): DroppedFile {
  return modelFile('heavy.nam', heavyWavenet());
}

/** The heavy WaveNet as the larger of two sizes; an interpreter can run the smaller one. */
export function heavyModelOfTwoSizes(): DroppedFile {
  const submodels = [
    { max_value: 0.5, model: JSON.parse(new TextDecoder().decode(RANDOM_MODEL.bytes)) },
    { max_value: 1, model: heavyWavenet() },
  ];
  const config = { submodels };
  return modelFile('heavy.nam', { version: '0.7.0', architecture: 'SlimmableContainer', config, weights: [] });
}

function modelFile(name: string, file: object): DroppedFile {
  return { name, bytes: new TextEncoder().encode(JSON.stringify(file)) };
}

function heavyWavenet(): object {
  const channels = 32;
  const dilations = [1, 2, 4, 8, 16, 32, 64, 128];
  const layer = {
    input_size: 1,
    condition_size: 1,
    channels,
    head_size: 1,
    kernel_size: 3,
    dilations,
    activation: 'Tanh',
    gated: false,
    head_bias: false,
  };
  const perLayer = 3 * channels ** 2 + channels + channels + channels ** 2 + channels;
  const count = channels + dilations.length * perLayer + channels + 1;
  return {
    version: '0.5.4',
    architecture: 'WaveNet',
    config: { layers: [layer], head: null, head_scale: 0.1 },
    weights: Array.from({ length: count }, (_, i) => 0.1 * Math.sin(i * i)),
    sample_rate: 48_000,
  };
}

/** A model that turns every sound over: what is heard tells whether it plays. `fields` go into its metadata. */
export function turningModel(name = 'turned.safetensors', fields: Partial<ModelMetadata> = {}): DroppedFile {
  const builder = new NetworkBuilder(48_000, 1);
  const turned = builder.conv1d(builder.input, {
    outChannels: 1,
    kernelSize: 1,
    weight: Float32Array.of(-1),
    bias: null,
  });
  const network = builder.build(turned);
  const { info } = modelOfNetwork(network);
  return {
    name,
    bytes: writeNative(network, { ...info, metadata: { ...info.metadata, name: name.replace(/\..*/, ''), ...fields } }),
  };
}

/** A model of finite weights that makes every sound infinite. */
export function brokenModel(): DroppedFile {
  const network = brokenNetwork();
  return { name: 'broken.safetensors', bytes: writeNative(network, modelOfNetwork(network).info) };
}
