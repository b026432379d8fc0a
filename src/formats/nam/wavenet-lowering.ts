import type { NetworkBuilder } from '../../network/builder.js';
import type { SignalId } from '../../network/network.js';
import type { FilmPlan } from './film.js';
import type { Layer } from './layer-plan.js';
import type { WaveNetPlan } from './wavenet-plan.js';
import { type Convolution, weightsOf } from './weights.js';

/**
 * Lowers a WaveNet to ops. With u the input, c the condition, h the sum that the heads are fed, and ~ where a FiLM may
 * change a signal:
 *
 *   x = rechannel(u or the x before)
 *   per layer:  z = ~act(~(~conv(~x) + ~mixin(~c)));  h = h + (z or ~head1x1(z));  x = x + ~layer1x1(z)
 *   h = head(h)
 *
 * The head scale is folded into the last head.
 */
export class WaveNetLowering {
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
      // Every array has a layer, so there is a sum by now.
      h = this.#convolve(head, h!, isLast ? this.#weights[headScale] : 1);
    }
    return postHead.reduce(
      (y, { activation, conv }) => this.#convolve(conv, this.#builder.activation(y, activation)),
      h!,
    );
  }

  /** What a layer makes of its input and the condition. */
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

  /** The layer's output. The reference applies the FiLM behind a layer's 1×1 in blended layers only. */
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
