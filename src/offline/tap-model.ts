import type { Model, NetworkChoice } from '../model/model.js';
import { modelOfNetwork } from '../model/sized-model.js';
import { networkFacts } from '../network/facts.js';
import type { Network, SignalId } from '../network/network.js';
import { networkUpTo, tapNetwork } from '../network/tap.js';
import { renderModel } from './render.js';

const TEST_SECONDS = 0.25;
const TEST_LOW_HZ = 80;
const TEST_HIGH_HZ = 4000;
const TEST_PEAK = 0.25;
/** A signal that hardly answers is not made louder than this. */
const LARGEST_GAIN = 1000;

/**
 * A model that lets one signal of another model's network be heard alone, as loud as the whole: a test tone comes out at the
 * same root mean square from both. Its network holds only what leads to that signal. `choice` says of which of the model's
 * networks the signal is.
 */
export async function tapModel(model: Model, signal: SignalId, choice: NetworkChoice = {}): Promise<Model> {
  const network = model.network(choice);
  const test = chirp(network);
  const silence = await silenceAt(network, signal);
  const tapped = tapNetwork(network, signal, 1, silence);
  const [whole, tap] = await Promise.all([rmsOf(network, test), rmsOf(tapped, test)]);
  const gain = Math.min(LARGEST_GAIN, whole / tap) || 1;
  return modelOfNetwork(
    tapNetwork(network, signal, gain, silence),
    `${model.info.metadata.name ?? 'model'}, signal ${signal}`,
  );
}

/** What endless silence leaves in each channel of a signal. */
async function silenceAt(network: Network, signal: SignalId): Promise<Float32Array> {
  const part = networkUpTo(network, signal);
  // A network that starts at rest is there in its first frame.
  const frames = network.start === 'silence' ? 1 : networkFacts(part).receptiveField;
  const input = Array.from({ length: network.channels[0] }, () => new Float32Array(frames));
  const output = await renderModel(modelOfNetwork(part), input);
  return Float32Array.from(output, (channel) => channel[frames - 1]);
}

/** A sine whose pitch rises evenly by octaves, in all of the network's inputs. */
function chirp({ sampleRate, channels }: Network): Float32Array[] {
  const frames = Math.round(TEST_SECONDS * sampleRate);
  const octaves = Math.log(TEST_HIGH_HZ / TEST_LOW_HZ);
  const turns = (2 * Math.PI * TEST_LOW_HZ * TEST_SECONDS) / octaves;
  const tone = Float32Array.from({ length: frames }, (_, t) => {
    return TEST_PEAK * Math.sin(turns * Math.expm1((octaves * t) / frames));
  });
  return Array.from({ length: channels[0] }, () => tone);
}

/** Level of a network's answer, without its constant part. */
async function rmsOf(network: Network, input: readonly Float32Array[]): Promise<number> {
  const output = await renderModel(modelOfNetwork(network), input);
  const energies = output.map((channel) => {
    const mean = channel.reduce((sum, x) => sum + x, 0) / channel.length;
    return channel.reduce((sum, x) => sum + (x - mean) ** 2, 0) / channel.length;
  });
  return Math.sqrt(energies.reduce((sum, energy) => sum + energy, 0) / energies.length);
}
