import { NetworkBuilder } from '../../network/builder.js';
import type { Network, SignalId } from '../../network/network.js';
import { placeIn, validate } from '../schema.js';
import type { NamNetwork, NamSource } from './architecture.js';
import { refuseUnsupportedOptions } from './wavenet-options.js';
import { type Layer, planWaveNet, type WaveNetPlan } from './wavenet-plan.js';
import { wavenetSchema } from './wavenet-schema.js';
import { type Convolution, readWeights, weightsOf } from './weights.js';

/** Reads a WaveNet. */
export function readWaveNet({ config, weights, sampleRate, where, limits }: NamSource): NamNetwork {
  const place = placeIn(where, 'config');
  const file = validate(wavenetSchema(limits), config, place);
  refuseUnsupportedOptions(file, place);
  const plan = planWaveNet(file, limits, place);
  const numbers = readWeights(weights, plan.weightCount, placeIn(where, 'weights'));
  const layers = plan.layerArrays.reduce((sum, array) => sum + array.layers.length, 0);
  return { network: lowerWaveNet(plan, numbers, sampleRate), layers };
}

/**
 * Lowers a WaveNet to ops. With u the input, which is also the condition, and h the sum that the heads are fed:
 *
 *   x = rechannel(u or the x before)
 *   per layer:  z = act(conv(x) + mixin(u)), gated or not;  h = h + z;  x = x + layer1x1(z)
 *   h = head(h)
 *
 * The head scale is folded into the last head.
 */
function lowerWaveNet(plan: WaveNetPlan, weights: Float32Array, sampleRate: number): Network {
  const builder = new NetworkBuilder(sampleRate, plan.inputs);
  const condition = builder.input;
  const convolve = (convolution: Convolution, x: SignalId, scale = 1) => {
    const { weight, bias } = weightsOf(convolution, weights);
    return builder.conv1d(x, { ...convolution, weight: scaled(weight, scale), bias: bias && scaled(bias, scale) });
  };

  let x = builder.input;
  let h: SignalId | null = null;
  for (const { rechannel, layers, head } of plan.layerArrays) {
    x = convolve(rechannel, x);
    for (const layer of layers) {
      const sum = builder.add(convolve(layer.conv, x), convolve(layer.mixin, condition));
      const z = activate(builder, layer, sum);
      h = h === null ? z : builder.add(h, z);
      x = builder.add(x, convolve(layer.layer1x1, z));
    }
    const isLast = head === plan.layerArrays.at(-1)?.head;
    // Every array has a layer, so there is a sum by now.
    h = convolve(head, h!, isLast ? weights[plan.headScale] : 1);
  }
  return builder.build(h!);
}

function activate(builder: NetworkBuilder, { activation, gate }: Layer, z: SignalId): SignalId {
  if (gate === null) return builder.activation(z, activation);
  const width = builder.channels(z) / 2;
  const signal = builder.activation(builder.slice(z, 0, width), activation);
  return builder.multiply(signal, builder.activation(builder.slice(z, width, width), gate));
}

function scaled(numbers: Float32Array, scale: number): Float32Array {
  return scale === 1 ? numbers : numbers.map((number) => number * scale);
}
