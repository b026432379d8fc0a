import { expectAtMost, type ModelLimits } from '../../model/limits.js';
import type { NetworkBuilder } from '../../network/builder.js';
import type { SignalId } from '../../network/network.js';
import { describe, malformed, placeIn, unsupported, validate } from '../reading/json.js';
import type { NamPart, NamSource } from './architecture.js';
import { type FilmPlan, type Layer, planWaveNet, type WaveNetPlan } from './wavenet-plan.js';
import { FILMS, filmSettings, type LayerArrayFile, wavenetSchema } from './wavenet-schema.js';
import { type Convolution, readWeights, weightsOf } from './weights.js';

/** Reads a WaveNet in all its sizes, and the condition model if it has one. */
export function readWaveNet({ config, weights, where, limits, readNested }: NamSource): NamPart {
  const place = placeIn(where, 'config');
  const file = validate(wavenetSchema(limits), config, place);
  const inputs = file.in_channels ?? 1;
  const nested =
    (file.condition_dsp ?? null) === null ? [] : [readNested(file.condition_dsp, `${place}.condition_dsp`)];
  const [conditionModel] = nested.map(({ network }) => network);
  if (conditionModel && conditionModel.inputs !== inputs) {
    malformed(`${place}.condition_dsp`, `a model of ${inputs} in`, `one of ${conditionModel.inputs} in`);
  }

  const context = { inputs, condition: conditionModel?.outputs ?? inputs, limits, where: place };
  const { sizes: slimSizes, warnings } = readSlimSizes(file.layers, limits, `${place}.layers`);
  const fullChannels = file.layers.map(({ channels }) => channels);
  const { outputs, weightCount, layerArrays } = planWaveNet(file, fullChannels, context);
  const numbers = readWeights(weights, weightCount, placeIn(where, 'weights'));
  const layers = layerArrays.reduce((sum, array) => sum + array.layers.length, conditionModel?.layers ?? 0);
  const parameters = weightCount + (conditionModel?.parameters ?? 0);
  const sizes = slimSizes.map(({ from, keptChannels }) => ({
    from,
    network: {
      inputs,
      outputs,
      layers,
      parameters,
      lower(builder: NetworkBuilder, input: SignalId): SignalId {
        const condition = conditionModel?.lower(builder, input) ?? input;
        const plan = planWaveNet(file, keptChannels, context);
        return new WaveNetLowering(builder, numbers, condition).append(plan, input);
      },
    },
  }));
  return { network: sizes[sizes.length - 1].network, sizes, nested, warnings };
}

/** One size of a slimmable WaveNet: the channels of each layer array, and the smallest size value that selects them. */
interface SlimSize {
  readonly from: number;
  readonly keptChannels: readonly number[];
}

/** The only method of slimming in the format: to run the first channels of a layer array. */
const SLIMMING_METHOD = 'slice_channels_uniform';

/**
 * The sizes of a WaveNet, ascending. Of n allowed widths of an array, size r selects the one with index ⌊r·n⌋, and r = 1
 * the last. For an array whose other options rule slimming out, `warnings` has a sentence.
 */
function readSlimSizes(
  arrays: readonly LayerArrayFile[],
  limits: ModelLimits,
  where: string,
): { sizes: SlimSize[]; warnings: string[] } {
  const warnings: string[] = [];
  const choices = arrays.map((array, index) => {
    const place = `${where}[${index}]`;
    const allowed = allowedChannels(array, place);
    const obstacle = obstacleToSlimming(array, index);
    if (allowed.length === 1 || obstacle === null) return allowed;
    warnings.push(`${place}.slimmable is ignored: an array with ${obstacle} has one size only.`);
    return [array.channels];
  });
  const from = new Set(choices.flatMap((allowed) => allowed.map((_, index) => smallestRatio(index, allowed.length))));
  expectAtMost(limits.sizes, 'sizes', from.size, where);
  const sizes = [...from]
    .sort((a, b) => a - b)
    .map((ratio) => ({
      from: ratio,
      keptChannels: choices.map((allowed) => allowed[Math.floor(ratio * allowed.length)]),
    }));
  return { sizes, warnings };
}

/** The widths that an array may run at, ascending; its full width is the last. */
function allowedChannels({ slimmable, channels }: LayerArrayFile, where: string): readonly number[] {
  if (!slimmable?.method) return [channels];
  if (slimmable.method !== SLIMMING_METHOD) {
    unsupported(`${where}.slimmable.method`, `"${SLIMMING_METHOD}"`, describe(slimmable.method));
  }
  const allowed = slimmable.kwargs?.allowed_channels;
  if (!allowed) return Array.from({ length: channels }, (_, index) => index + 1);
  const place = `${where}.slimmable.kwargs.allowed_channels`;
  allowed.forEach((count, index) => {
    if (index > 0 && count <= allowed[index - 1]) {
      malformed(`${place}[${index}]`, `more than ${allowed[index - 1]}, the one before`, count);
    }
  });
  const largest = allowed[allowed.length - 1];
  if (largest !== channels) malformed(place, `${channels}, the channels, as the last`, largest);
  return allowed;
}

/** The option that rules slimming an array out; null if none does. The reference has the same rules. */
function obstacleToSlimming(array: LayerArrayFile, index: number): string | null {
  const { groups_input, groups_input_mixin, layer1x1, head1x1 } = array;
  const filmGroups = FILMS.map((name) => filmSettings(array[name])?.groups);
  const groups = [groups_input, groups_input_mixin, layer1x1?.groups, ...filmGroups];
  if (head1x1?.active) groups.push(head1x1.groups);
  if (groups.some((count) => (count ?? 1) > 1)) return 'groups';
  // The head signal of the array before is as wide as this array, but a head1x1 keeps its width.
  return index > 0 && head1x1?.active ? 'a head1x1' : null;
}

/** The smallest r with ⌊r·n⌋ = index. */
function smallestRatio(index: number, n: number): number {
  const ratio = index / n;
  return Math.floor(ratio * n) < index ? ratio * (1 + Number.EPSILON) : ratio;
}

/**
 * Lowers a WaveNet to ops. Here u is the input, c the condition, h the head signal, and ~ a point where a FiLM may act:
 *
 *   x = rechannel(u or the x of the array before)
 *   per layer:  z = ~act(~(~conv(~x) + ~mixin(~c)));  h = h + (z or ~head1x1(z));  x = x + ~layer1x1(z)
 *   h = head(h)
 *
 * The head scale is folded into the last head.
 */
class WaveNetLowering {
  readonly #builder: NetworkBuilder;
  readonly #weights: Float32Array;
  readonly #condition: SignalId;

  constructor(builder: NetworkBuilder, weights: Float32Array, condition: SignalId) {
    this.#builder = builder;
    this.#weights = weights;
    this.#condition = condition;
  }

  /** Appends the ops of a plan and returns the output. */
  append({ layerArrays, postHead, headScale }: WaveNetPlan, input: SignalId): SignalId {
    let x = input;
    let h: SignalId | null = null;
    for (const [index, { rechannel, layers, head }] of layerArrays.entries()) {
      x = this.#convolve(rechannel, x);
      for (const layer of layers) {
        const z = this.#innerSignal(layer, x);
        const skip = layer.head1x1 ? this.#film(layer.films.head1x1_post_film, this.#convolve(layer.head1x1, z)) : z;
        h = h === null ? skip : this.#builder.add(h, skip);
        x = this.#residual(layer, x, z);
      }
      const isLast = index === layerArrays.length - 1;
      // Not null: every array has a layer.
      h = this.#convolve(head, h!, isLast ? this.#weights[headScale] : 1);
    }
    return postHead.reduce(
      (y, { activation, conv }) => this.#convolve(conv, this.#builder.activation(y, activation)),
      h!,
    );
  }

  /** z: the activated signal of a layer. */
  #innerSignal({ films, conv, mixin, ...layer }: Layer, x: SignalId): SignalId {
    const convolved = this.#film(films.conv_post_film, this.#convolve(conv, this.#film(films.conv_pre_film, x)));
    const condition = this.#film(films.input_mixin_pre_film, this.#condition);
    const mixed = this.#film(films.input_mixin_post_film, this.#convolve(mixin, condition));
    const sum = this.#film(films.activation_pre_film, this.#builder.add(convolved, mixed));
    return this.#film(films.activation_post_film, this.#activate(layer, sum));
  }

  #activate({ activation, gate }: Pick<Layer, 'activation' | 'gate'>, z: SignalId): SignalId {
    const builder = this.#builder;
    if (gate === null) return builder.activation(z, activation);
    const width = builder.channels(z) / 2;
    const signal = builder.slice(z, 0, width);
    const activated = builder.activation(signal, activation);
    const share = builder.activation(builder.slice(z, width, width), gate.activation);
    const product = builder.multiply(activated, share);
    if (gate.mode === 'gated') return product;
    return builder.add(product, builder.multiply(signal, this.#complement(share)));
  }

  /** The next x. The reference applies the FiLM after layer1x1 in blended layers only. */
  #residual({ layer1x1, gate, films }: Layer, x: SignalId, z: SignalId): SignalId {
    if (layer1x1 === null) return x;
    const y = this.#convolve(layer1x1, z);
    return this.#builder.add(x, gate?.mode === 'blended' ? this.#film(films.layer1x1_post_film, y) : y);
  }

  #film(film: FilmPlan | null, x: SignalId): SignalId {
    if (film === null) return x;
    const builder = this.#builder;
    const width = builder.channels(x);
    const modulation = this.#convolve(film.convolution, this.#condition);
    if (!film.shift) return builder.multiply(x, modulation);
    const scaled = builder.multiply(x, builder.slice(modulation, 0, width));
    return builder.add(scaled, builder.slice(modulation, width, width));
  }

  /** 1 − x. */
  #complement(x: SignalId): SignalId {
    const channels = this.#builder.channels(x);
    return this.#builder.conv1d(x, {
      outChannels: channels,
      kernelSize: 1,
      groups: channels,
      weight: new Float32Array(channels).fill(-1),
      bias: new Float32Array(channels).fill(1),
    });
  }

  #convolve(convolution: Convolution, x: SignalId, scale = 1): SignalId {
    const { outWidth, kernelSize, dilation, groups } = convolution;
    const { weight, bias } = weightsOf(convolution, this.#weights);
    return this.#builder.conv1d(x, {
      outChannels: outWidth.kept,
      kernelSize,
      dilation,
      groups,
      weight: scaled(weight, scale),
      bias: bias && scaled(bias, scale),
    });
  }
}

function scaled(numbers: Float32Array, scale: number): Float32Array {
  return scale === 1 ? numbers : numbers.map((number) => number * scale);
}
