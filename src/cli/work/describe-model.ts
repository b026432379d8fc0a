import type { Model, ModelInfo } from '../../model/model.js';
import { outputGain } from '../../model/output-gain.js';
import type { Control } from '../../network/controls.js';
import { networkFacts } from '../../network/facts.js';
import type { InspectRequest } from '../arguments.js';
import { readModel } from '../files.js';
import { jsonText, oneLine } from '../io.js';

/** What a model file contains, and what running it costs: a text for people, or the model's facts as JSON. */
export async function inspectModel({ model: path, json }: InspectRequest): Promise<string> {
  const model = await readModel(path, { allSizes: true });
  return json ? `${jsonText(model.info, 2)}\n` : describe(model, path);
}

type Row = readonly [label: string, value: string | undefined];

function describe(model: Model, path: string): string {
  const { info } = model;
  const { metadata, warnings } = info;
  const paragraphs = [[metadata.name ?? path], table(musicalRows(info)), table(technicalRows(info))];
  if (info.controls.length > 0) paragraphs.push(table(info.controls.map(controlRow)));
  if (info.sizes.length > 0) paragraphs.push(table(sizeRows(model)));
  if (warnings.length > 0) paragraphs.push(warnings.map((warning) => `warning: ${warning}`));
  return paragraphs
    .filter((lines) => lines.length > 0)
    .map((lines) => `${lines.map(oneLineKeepingIndent).join('\n')}\n`)
    .join('\n');
}

/** What matters to a player; all of it is optional in the file. */
function musicalRows(info: ModelInfo): Row[] {
  const { metadata } = info;
  const device = [metadata.gearMake, metadata.gearModel].filter(Boolean).join(' ');
  return [
    ['gear', [device, metadata.gearType].filter(Boolean).join(', ') || undefined],
    ['tone', metadata.toneType],
    ['captured by', metadata.modeledBy],
    ['date', metadata.date],
    ['loudness', unit(metadata.loudnessDb, `dB, ${signed(outputGain(info, 'normalized').gainDb)} dB to normalize`)],
    ['gain', metadata.gain?.toFixed(2)],
    ['input level', unit(metadata.inputLevelDbu, 'dBu at full scale')],
    ['output level', unit(metadata.outputLevelDbu, 'dBu at full scale')],
    ['error', metadata.validationEsr === undefined ? undefined : `${metadata.validationEsr.toPrecision(3)} (ESR)`],
  ];
}

/** What matters to an engineer. */
function technicalRows(info: ModelInfo): Row[] {
  const { sampleRate, receptiveField, macsPerFrame, layers } = info;
  const receptiveFieldMs = ((1000 * receptiveField) / sampleRate).toFixed(1);
  return [
    ['format', `${info.format} ${info.formatVersion}`],
    ['architecture', `${info.architecture}, ${layers} ${layers === 1 ? 'layer' : 'layers'}`],
    ['sample rate', `${grouped(sampleRate)} Hz${info.sampleRateKnown ? '' : ' (assumed)'}`],
    ['channels', `${info.inputs} in, ${info.outputs} out`],
    ['delay', alignmentText(info)],
    ['receptive field', `${grouped(receptiveField)} frames, ${receptiveFieldMs} ms`],
    ['parameters', grouped(info.parameters)],
    [
      'multiply-adds',
      `${grouped(macsPerFrame)} per frame, ${megaMacsPerSecond(macsPerFrame, sampleRate)} million per second`,
    ],
    ['state', `${grouped(info.stateBytes)} bytes`],
  ];
}

/** Delay and polarity, in words. */
function alignmentText({ delayFrames, inverted, alignmentConfidence, sampleRate }: ModelInfo): string {
  if (delayFrames === null) return 'cannot tell, nor the polarity';
  const ms = ((1000 * delayFrames) / sampleRate).toFixed(2);
  return `${delayFrames} frames, ${ms} ms, ${inverted ? 'inverted' : 'not inverted'} (confidence ${alignmentConfidence})`;
}

/** A knob, labelled with the option of `dilatone render` that sets it. */
function controlRow({ name, minimum, maximum, default: preset, unit: unitName = '' }: Control): Row {
  return [`--control ${name}`, `${minimum} to ${maximum} ${unitName}`.trimEnd().concat(`, by default ${preset}`)];
}

/** What each size costs, labelled with the option of `dilatone render` that chooses it. */
function sizeRows(model: Model): Row[] {
  const { sizes, sampleRate } = model.info;
  return sizes.map((size) => {
    const { macsPerFrame, stateBytes } = networkFacts(model.network({ size }));
    const rate = `${megaMacsPerSecond(macsPerFrame, sampleRate)} million multiply-adds per second`;
    // Rounded up, because a smaller number would choose the size before.
    return [`--size ${Math.ceil(size * 1000) / 1000}`, `${rate}, ${grouped(stateBytes)} bytes of state`];
  });
}

/** Labels and values in two columns; rows without a value are left out. */
function table(rows: readonly Row[]): string[] {
  const width = Math.max(17, ...rows.map(([label]) => label.length + 2));
  return rows.filter(([, value]) => value !== undefined).map(([label, value]) => `  ${label.padEnd(width)}${value}`);
}

function unit(value: number | undefined, name: string): string | undefined {
  return value === undefined ? undefined : `${value.toFixed(1)} ${name}`;
}

/** A number of dB with its sign. */
function signed(decibels: number): string {
  return `${decibels < 0 ? '' : '+'}${decibels.toFixed(1)}`;
}

function megaMacsPerSecond(macsPerFrame: number, sampleRateHz: number): number {
  return Number(((macsPerFrame * sampleRateHz) / 1e6).toPrecision(3));
}

/** 13802 as 13 802. */
function grouped(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+(?!\d))/g, ' ');
}

function oneLineKeepingIndent(line: string): string {
  return line.startsWith('  ') ? `  ${oneLine(line)}` : oneLine(line);
}
