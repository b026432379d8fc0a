import type { ModelLimits } from '../../model/limits.js';
import type { Model, ModelMetadata } from '../../model/model.js';
import { SizedModel } from '../../model/sized-model.js';
import { NetworkBuilder } from '../../network/builder.js';
import type { Control } from '../../network/controls.js';
import { countLayers } from '../lowering/arithmetic.js';
import {
  describe,
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
import { parseJson } from '../reading/json-text.js';
import { WeightBudget } from '../reading/numbers.js';
import { OpReader } from './op-reader.js';
import { readSafetensors } from './safetensors.js';
import { descriptionSchema, NATIVE_VERSION, OpFields, opSchemas } from './schema.js';

/** An ISO 8601 date, with or without a time. */
const DATE = /^\d{4}-\d{2}-\d{2}(T[\d:.]{5,15}(Z|[+-]\d{2}:?\d{2})?)?$/;

/** Reads a safetensors file whose metadata describes a network; see docs/native-format.md. */
export function parseNative(bytes: Uint8Array, limits: ModelLimits): Model {
  const { tensors, metadata } = readSafetensors(bytes, limits);
  const description = metadata.dilatone;
  if (typeof description !== 'string') {
    return unsupported('file', 'a description of the network in __metadata__.dilatone', describe(description));
  }
  const json = parseJson(description, limits, 'dilatone');
  const file = validate(descriptionSchema(limits), json, '');
  const controls = file.controls ?? [];
  expectValidControls(controls);
  const budget = new WeightBudget(limits);
  const schemas = opSchemas(limits);
  const ops = file.ops.map((op, index) => new OpFields(op, schemas, `ops[${index}]`));
  if (ops[0].kind !== 'input') malformed('ops[0].op', 'input, as the first op', describe(ops[0].kind));
  const { channels } = ops[0].read('input');
  const rateHz = expectRate(file.sampleRate, 'sampleRate');
  const builder = new NetworkBuilder(rateHz, channels, controls.length, budget.work.spendOp);
  const reader = new OpReader({ builder, tensors, controls, budget, limits });
  ops.forEach((op, index) => {
    reader.append(op, `ops[${index}]`);
  });
  const network = builder.build(reader.signal(file.output, 'output'), file.start);
  const info = {
    format: 'dilatone',
    formatVersion: String(NATIVE_VERSION),
    architecture: text(file.architecture) ?? 'Network',
    sampleRateKnown: true,
    parameters: budget.count,
    layers: countLayers(network),
    metadata: readMetadata(file.metadata),
    warnings: [],
    controls,
  };
  return new SizedModel([{ from: 0, build: () => network }], info, limits, 'ops');
}

function expectValidControls(controls: readonly Control[]): void {
  controls.forEach(({ name, minimum, maximum, default: preset }, index) => {
    const where = `controls[${index}]`;
    const first = controls.findIndex((control) => control.name === name);
    if (first !== index) malformed(`${where}.name`, 'a name of its own', describe(name));
    if (!(minimum < maximum)) malformed(`${where}.maximum`, `more than ${minimum}, the minimum`, maximum);
    if (!(preset >= minimum && preset <= maximum)) malformed(`${where}.default`, `${minimum} to ${maximum}`, preset);
  });
}

function readMetadata(metadata: unknown): ModelMetadata {
  const fields = fieldsOf(metadata);
  const date = text(fields.date);
  return withoutGaps({
    name: text(fields.name),
    modeledBy: text(fields.modeledBy),
    gearType: text(fields.gearType),
    gearMake: text(fields.gearMake),
    gearModel: text(fields.gearModel),
    toneType: text(fields.toneType),
    date: date !== undefined && DATE.test(date) ? date : undefined,
    loudnessDb: level(fields.loudnessDb),
    gain: level(fields.gain),
    inputLevelDbu: level(fields.inputLevelDbu),
    outputLevelDbu: level(fields.outputLevelDbu),
    validationEsr: number(fields.validationEsr, 0, Number.MAX_VALUE),
  });
}
