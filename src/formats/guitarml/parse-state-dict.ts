import * as v from 'valibot';
import type { ModelLimits } from '../../model/limits.js';
import type { Model } from '../../model/model.js';
import { SizedModel } from '../../model/sized-model.js';
import { NetworkBuilder } from '../../network/builder.js';
import type { SignalId } from '../../network/network.js';
import { refuseGuitarMl } from '../other-kinds.js';
import {
  anything,
  assumedRateWarning,
  count,
  describe,
  type Fields,
  fieldsOf,
  object,
  rateInMetadata,
  text,
  unsupported,
  validate,
  withoutGaps,
} from '../reading/json.js';
import { knobs, MOST_KNOBS } from '../reading/knobs.js';
import { readNumbers, WeightBudget } from '../reading/numbers.js';

/** Sample rate in Hz that Proteus and NeuralPi run their models at, and that their trainer records. */
export const GUITARML_RATE_HZ = 44_100;

/** Names of the knobs in NeuralPi; Proteus has the first one. */
const KNOBS = ['gain', 'master'];

function schemaOf(limits: ModelLimits) {
  const width = count(limits.channels);
  return object({
    model_data: object({
      model: v.nullish(v.string('the name of a model')),
      input_size: width,
      hidden_size: width,
      output_size: v.nullish(width),
      num_layers: v.nullish(count(limits.layers)),
      unit_type: v.nullish(v.string('LSTM or GRU')),
      skip: anything,
      bias_fl: anything,
    }),
  });
}

/** Whether a JSON object is meant as a model of Automated-GuitarAmpModelling, the trainer of Proteus and NeuralPi. */
export function isStateDict(json: object): boolean {
  return 'model_data' in json && 'state_dict' in json;
}

/**
 * Reads a recurrent network whose weights are those of PyTorch. With x, the sound and the knobs:
 *
 *   y = lin(rec(x)) + (the sound if skip)
 *
 * The states start at zero.
 */
export function parseStateDict(json: object, limits: ModelLimits): Model {
  expectSimpleRnn(json);
  const { model_data: data } = validate(schemaOf(limits), json, '');
  const { input_size: inputs, hidden_size: hiddenSize, num_layers } = data;
  const layers = num_layers ?? 1;
  const unit = (data.unit_type ?? 'LSTM').toLowerCase();
  if (unit !== 'lstm' && unit !== 'gru') unsupported('model_data.unit_type', 'LSTM or GRU', describe(data.unit_type));
  if (inputs > 1 + MOST_KNOBS) unsupported('model_data.input_size', `at most ${1 + MOST_KNOBS} inputs`, inputs);
  if ((data.output_size ?? 1) !== 1) unsupported('model_data.output_size', '1', describe(data.output_size));

  const budget = new WeightBudget(limits);
  const weights = new StateDict(json, data.bias_fl !== false && data.bias_fl !== 0, budget);
  const metadata = fieldsOf(fieldsOf(json).metadata);
  const rateHz = rateOf(json, metadata);
  const controls = knobs(inputs - 1, metadata, KNOBS);
  const builder = new NetworkBuilder(rateHz ?? GUITARML_RATE_HZ, 1, controls.length);
  let x: SignalId = builder.controls === null ? builder.input : builder.concat(builder.input, builder.controls);
  for (let layer = 0; layer < layers; layer++) {
    const settings = { inputs: layer === 0 ? inputs : hiddenSize, hiddenSize, layer };
    x = unit === 'lstm' ? builder.lstm(x, weights.lstm(settings)) : builder.gru(x, weights.gru(settings));
  }
  const weight = weights.numbers('lin.weight', [1, hiddenSize]);
  const y = builder.conv1d(x, { outChannels: 1, kernelSize: 1, weight, bias: weights.bias('lin.bias', 1) });
  const network = builder.build(skips(data.skip) ? builder.add(y, builder.input) : y, 'zero');
  const info = {
    format: 'guitarml',
    formatVersion: '',
    architecture: unit.toUpperCase(),
    sampleRateKnown: rateHz !== null,
    parameters: budget.count,
    layers,
    metadata: withoutGaps({ name: text(metadata.name), modeledBy: text(metadata.author) }),
    warnings: rateHz === null ? [assumedRateWarning(GUITARML_RATE_HZ)] : [],
    controls,
  };
  return new SizedModel([{ from: 0, build: () => network }], info, limits, 'model_data');
}

/** Refuses the convolutional networks and chains of blocks that the trainer also writes into such files. */
function expectSimpleRnn(json: object): void {
  const { model_data, state_dict } = fieldsOf(json);
  const { model } = fieldsOf(model_data);
  const isOther = typeof model === 'string' && model !== 'SimpleRNN';
  const isRecurrent = Object.keys(fieldsOf(state_dict)).some((name) => name.startsWith('rec.'));
  if (isOther || !isRecurrent) refuseGuitarMl(isOther ? describe(model) : '');
}

/** Whether the sound is added to the output, as it is unless the file says otherwise. */
function skips(skip: unknown): boolean {
  const value = typeof skip === 'boolean' ? Number(skip) : (skip ?? 1);
  if (value !== 0 && value !== 1) unsupported('model_data.skip', '0 or 1', describe(skip));
  return value === 1;
}

/** Hz, from any of the places where forks of the trainer write it. */
function rateOf(json: object, metadata: Fields): number | null {
  const places = [metadata, fieldsOf(fieldsOf(json).model_data), fieldsOf(json)];
  return rateInMetadata(...places.flatMap(({ samplerate, sample_rate }) => [samplerate, sample_rate]));
}

/** Size and number of a recurrent layer. */
interface Layer {
  readonly inputs: number;
  readonly hiddenSize: number;
  readonly layer: number;
}

/** The tensors of a file, which has them under the names and in the order of PyTorch. */
class StateDict {
  readonly #tensors: Fields;
  readonly #hasBias: boolean;
  readonly #budget: WeightBudget;

  constructor(json: object, hasBias: boolean, budget: WeightBudget) {
    this.#tensors = validate(v.record(v.string(), v.unknown(), 'an object'), fieldsOf(json).state_dict, 'state_dict');
    this.#hasBias = hasBias;
    this.#budget = budget;
  }

  numbers(name: string, shape: readonly number[]): Float32Array {
    const own = Object.hasOwn(this.#tensors, name) ? this.#tensors[name] : undefined;
    return readNumbers(own, shape, this.#budget, `state_dict["${name}"]`);
  }

  /** A bias; zeros if the model has none. */
  bias(name: string, size: number): Float32Array {
    const isLeftOut = !this.#hasBias && (this.#tensors[name] ?? null) === null;
    return isLeftOut ? new Float32Array(size) : this.numbers(name, [size]);
  }

  /** An LSTM; PyTorch's order of gates, i, f, g, o, is the network's. Its two biases have the same effect. */
  lstm({ inputs, hiddenSize, layer }: Layer) {
    const [ofInput, ofHidden] = this.#biases(layer, 4 * hiddenSize);
    return {
      hiddenSize,
      weight: this.#joined(layer, 4 * hiddenSize, inputs, hiddenSize),
      bias: ofInput.map((bias, row) => bias + ofHidden[row]),
      initialHidden: new Float32Array(hiddenSize),
      initialCell: new Float32Array(hiddenSize),
      gates: 'exact' as const,
    };
  }

  /** A GRU; PyTorch's order of gates, r, z, n, is the network's. Only n keeps the biases apart. */
  gru({ inputs, hiddenSize, layer }: Layer) {
    const [ofInput, ofHidden] = this.#biases(layer, 3 * hiddenSize);
    return {
      hiddenSize,
      weight: this.#joined(layer, 3 * hiddenSize, inputs, hiddenSize),
      bias: ofInput.map((bias, row) => (row < 2 * hiddenSize ? bias + ofHidden[row] : bias)),
      hiddenBias: ofHidden.slice(2 * hiddenSize),
      initialHidden: new Float32Array(hiddenSize),
    };
  }

  #biases(layer: number, rows: number): [Float32Array, Float32Array] {
    return [this.bias(`rec.bias_ih_l${layer}`, rows), this.bias(`rec.bias_hh_l${layer}`, rows)];
  }

  /** The rows of the weights for the input, each followed by that for the hidden state. */
  #joined(layer: number, rows: number, inputs: number, hiddenSize: number): Float32Array {
    const ofInput = this.numbers(`rec.weight_ih_l${layer}`, [rows, inputs]);
    const ofHidden = this.numbers(`rec.weight_hh_l${layer}`, [rows, hiddenSize]);
    const columns = inputs + hiddenSize;
    const joined = new Float32Array(rows * columns);
    for (let row = 0; row < rows; row++) {
      joined.set(ofInput.subarray(row * inputs, (row + 1) * inputs), row * columns);
      joined.set(ofHidden.subarray(row * hiddenSize, (row + 1) * hiddenSize), row * columns + inputs);
    }
    return joined;
  }
}
