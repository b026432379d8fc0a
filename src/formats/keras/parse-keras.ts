import type { ModelLimits } from '../../model/limits.js';
import type { Model, ModelMetadata } from '../../model/model.js';
import { SizedModel } from '../../model/sized-model.js';
import { NetworkBuilder } from '../../network/builder.js';
import type { Control } from '../../network/controls.js';
import type { SignalId } from '../../network/network.js';
import { decibelsToGain, scale } from '../lowering/arithmetic.js';
import {
  ASSUMED_RATE_HZ,
  ASSUMED_RATE_WARNING,
  expectRate,
  fieldsOf,
  level,
  malformed,
  number,
  text,
  unsupported,
  validate,
  withoutGaps,
} from '../reading/json.js';
import { WeightBudget } from '../reading/numbers.js';
import { KerasLowering } from './lowering.js';
import { type KerasFile, kerasSchema } from './schema.js';

/** Inputs of an AIDA-X model in addition to the sound, at most; each is the position of a knob. */
const MOST_KNOBS = 2;

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
  const isAida = ['in_skip', 'in_gain', 'out_gain', 'metadata', 'samplerate'].some((key) => key in json);
  const controls = isAida && file.in_shape > 1 ? knobsOf(file) : [];
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
    warnings: rateHz === null ? [ASSUMED_RATE_WARNING] : [],
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

function knobsOf({ in_shape }: KerasFile): Control[] {
  if (in_shape > 1 + MOST_KNOBS) unsupported('in_shape', `at most ${1 + MOST_KNOBS} inputs`, in_shape);
  return Array.from({ length: in_shape - 1 }, (_, n) => ({
    name: `param${n + 1}`,
    label: `Parameter ${n + 1}`,
    minimum: 0,
    maximum: 1,
    default: 0.5,
  }));
}

/** Hz; null if the file states no rate. */
function rateOf({ metadata, samplerate }: KerasFile): number | null {
  const own = fieldsOf(metadata).samplerate;
  const [rate, where] = own === undefined ? [samplerate, 'samplerate'] : [own, 'metadata.samplerate'];
  if (rate === undefined || rate === null || rate === '') return null;
  return expectRate(Number(rate), where);
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
