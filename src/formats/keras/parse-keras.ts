import type { ModelLimits } from '../../model/limits.js';
import type { Model, ModelMetadata } from '../../model/model.js';
import { SizedModel } from '../../model/sized-model.js';
import { NetworkBuilder } from '../../network/builder.js';
import type { Control } from '../../network/controls.js';
import type { SignalId } from '../../network/network.js';
import { decibelsToGain, scale } from '../lowering/arithmetic.js';
import {
  ASSUMED_RATE_HZ,
  assumedRateWarning,
  fieldsOf,
  level,
  malformed,
  number,
  rateInMetadata,
  statedRate,
  text,
  unsupported,
  validate,
  withoutGaps,
} from '../reading/json.js';
import { knobs, MOST_KNOBS } from '../reading/knobs.js';
import { WeightBudget } from '../reading/numbers.js';
import { KerasLowering } from './lowering.js';
import { type KerasFile, kerasSchema } from './schema.js';

/** Keys that only AIDA-X writes; not in all of its files. */
const AIDA_KEYS = ['in_skip', 'in_gain', 'out_gain', 'metadata', 'samplerate'];

/** Whether a JSON object is meant as a file of RTNeural, Keras or AIDA-X. */
export function isKeras(json: object): boolean {
  return 'in_shape' in json && 'layers' in json;
}

/**
 * Reads a stack of layers. AIDA-X adds a gain before it, a gain after it, and a path that bypasses it:
 *
 *   x = in_gain · u;  y = out_gain · (layers(x) + (x if in_skip))
 *
 * All histories and the states of LSTMs and GRUs start at zero.
 */
export function parseKeras(json: object, limits: ModelLimits): Model {
  const file = validate(kerasSchema(limits), json, '');
  const isAida = AIDA_KEYS.some((key) => key in json);
  const controls = knobsOf(file, isAida);
  const rateHz = rateOf(file);
  const budget = new WeightBudget(limits);
  const inputs = file.in_shape - controls.length;
  const builder = new NetworkBuilder(rateHz ?? ASSUMED_RATE_HZ, inputs, controls.length, budget.work.spendOp);
  const output = lower(file, builder, budget);
  const network = builder.build(output, 'zero');
  const info = {
    format: isAida ? 'aidax' : 'rtneural',
    formatVersion: '',
    architecture: file.layers.find(({ type }) => type === 'lstm' || type === 'gru')?.type.toUpperCase() ?? 'Sequential',
    sampleRateKnown: rateHz !== null,
    parameters: budget.count,
    layers: file.layers.filter(({ type, kernel_size }) => type === 'lstm' || type === 'gru' || (kernel_size ?? 1) > 1)
      .length,
    metadata: metadataOf(file.metadata),
    warnings: rateHz === null ? [assumedRateWarning()] : [],
    controls,
  };
  return new SizedModel([{ from: 0, build: () => network }], info, limits, 'layers');
}

function lower(file: KerasFile, builder: NetworkBuilder, budget: WeightBudget): SignalId {
  const sound = amplify(builder, builder.input, file.in_gain);
  const lowering = new KerasLowering(builder, budget);
  const input = builder.controls === null ? sound : builder.concat(sound, builder.controls);
  const y = file.layers.reduce((x, layer, index) => lowering.append(layer, x, `layers[${index}]`), input);
  return amplify(builder, file.in_skip ? skip(file, builder, sound, y) : y, file.out_gain);
}

function skip({ in_skip }: KerasFile, builder: NetworkBuilder, x: SignalId, y: SignalId): SignalId {
  if (in_skip !== 1) unsupported('in_skip', '0 or 1', in_skip ?? 0);
  const [inputs, outputs] = [builder.channels(x), builder.channels(y)];
  if (inputs !== outputs) malformed('in_skip', `0 for a model of ${inputs} in and ${outputs} out`, 1);
  return builder.add(y, x);
}

function amplify(builder: NetworkBuilder, x: SignalId, gainDb: number | null | undefined): SignalId {
  return gainDb ? scale(builder, x, decibelsToGain(gainDb)) : x;
}

/**
 * Two or three inputs and one output are sound and knobs: the trainers of AIDA-X write no more than the shape. More inputs
 * are channels of sound in a file that is not AIDA-X's, as are several inputs where there are several outputs.
 */
function knobsOf({ in_shape: inputs, layers, metadata }: KerasFile, isAida: boolean): Control[] {
  const isConditioned = inputs > 1 && layers[layers.length - 1].shape === 1;
  if (!isConditioned || (inputs > 1 + MOST_KNOBS && !isAida)) return [];
  if (inputs > 1 + MOST_KNOBS) unsupported('in_shape', `at most ${1 + MOST_KNOBS} inputs`, inputs);
  return knobs(inputs - 1, fieldsOf(metadata), ['param1', 'param2']);
}

/** Hz, from the metadata or from the file; null if neither states one. */
function rateOf({ metadata, samplerate, sample_rate }: KerasFile): number | null {
  const fields = fieldsOf(metadata);
  return (
    rateInMetadata(fields.samplerate, fields.sample_rate) ??
    statedRate(samplerate, 'samplerate') ??
    statedRate(sample_rate, 'sample_rate')
  );
}

function metadataOf(metadata: unknown): ModelMetadata {
  const fields = fieldsOf(metadata);
  return withoutGaps({
    name: text(fields.name),
    modeledBy: text(fields.author),
    gearModel: text(fields.based),
    toneType: text(fields.style),
    loudnessDb: level(fields.loudness),
    validationEsr: number(fields.esr, 0, Number.MAX_VALUE),
  });
}
