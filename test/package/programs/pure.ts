// A program that knows neither the DOM nor Node.
import {
  compileNetwork,
  createEngine,
  DilatoneError,
  type Program,
  prepareEngine,
  type RenderOptions,
  renderModel,
  type UnsharedFloat32Array,
} from 'dilatone/engine';
import { type Model, type ModelLimits, outputGain, parseModel } from 'dilatone/formats';

/** Options whose values may be missing, as wrappers hand them on. */
export interface Settings {
  readonly size: number | undefined;
  readonly sampleRate: number | undefined;
  readonly signal: RenderOptions['signal'];
  readonly weights: ModelLimits['weights'] | undefined;
}

export function read(bytes: Uint8Array, { weights }: Settings): Model {
  const model = parseModel(bytes, { limits: { weights } });
  const { gainDb } = outputGain(model.info, 'normalized');
  // @ts-expect-error: types that collapse into `any` would allow it
  outputGain(model.info, gainDb);
  return gainDb > 0 ? parseModel(bytes, { limits: undefined }) : model;
}

export async function render(model: Model, shared: Float32Array, settings: Settings): Promise<ArrayBuffer[]> {
  const { size, sampleRate, signal } = settings;
  const channels: UnsharedFloat32Array[] = await renderModel(model, [shared], { size, sampleRate, signal });
  return channels.map((channel) => channel.buffer);
}

export async function run(model: Model, block: Float32Array): Promise<ArrayBuffer> {
  const network = model.network({ tanh: 'fast', controls: undefined });
  const program: Program = compileNetwork(network, { maxFrames: undefined });
  const source = await prepareEngine(network, { engine: 'wasm' });
  if (source.kind === 'interpreter') throw new DilatoneError('unsupported', 'engine', 'expected WebAssembly');
  createEngine(source).process([block], [block], block.length);
  return program.bytes.length > 0 ? program.bytes.buffer : program.image.buffer;
}
