import type { ModelInfo, ModelMetadata } from '../formats/model.js';
import type { InspectRequest } from './arguments.js';
import { type Io, oneLine } from './io.js';
import { readModel } from './model-file.js';

/** `dilatone inspect`: what a model file says of itself, and what running it costs. */
export async function inspect(request: InspectRequest, io: Io): Promise<void> {
  const { info } = await readModel(request.model);
  io.stdout.write(request.json ? `${JSON.stringify(info, null, 2)}\n` : describe(info, request.model));
}

type Row = readonly [label: string, value: string | undefined];

function describe(info: ModelInfo, path: string): string {
  const { metadata, warnings } = info;
  const paragraphs = [[metadata.name ?? path], table(musicalRows(metadata)), table(technicalRows(info))];
  if (warnings.length > 0) paragraphs.push(warnings.map((warning) => `warning: ${warning}`));
  return paragraphs
    .filter((lines) => lines.length > 0)
    .map((lines) => `${lines.map(oneLineKeepingIndent).join('\n')}\n`)
    .join('\n');
}

/** What matters to a player; the file need not say any of it. */
function musicalRows(metadata: ModelMetadata): Row[] {
  const device = [metadata.gearMake, metadata.gearModel].filter(Boolean).join(' ');
  return [
    ['gear', [device, metadata.gearType].filter(Boolean).join(', ') || undefined],
    ['tone', metadata.toneType],
    ['captured by', metadata.modeledBy],
    ['date', metadata.date],
    ['loudness', unit(metadata.loudnessDb, 'dB')],
    ['gain', metadata.gain?.toFixed(2)],
    ['input level', unit(metadata.inputLevelDbu, 'dBu at full scale')],
    ['output level', unit(metadata.outputLevelDbu, 'dBu at full scale')],
    ['error', metadata.validationEsr === undefined ? undefined : `${metadata.validationEsr.toPrecision(3)} (ESR)`],
  ];
}

/** What matters to an engineer. */
function technicalRows(info: ModelInfo): Row[] {
  const { sampleRate, receptiveField, macsPerFrame } = info;
  const receptiveFieldMs = ((1000 * receptiveField) / sampleRate).toFixed(1);
  const megaMacsPerSecond = ((macsPerFrame * sampleRate) / 1e6).toPrecision(3);
  return [
    ['format', `${info.format} ${info.formatVersion}`],
    ['architecture', `${info.architecture}, ${info.layers} layers`],
    ['sample rate', `${grouped(sampleRate)} Hz${info.sampleRateKnown ? '' : ' (assumed)'}`],
    ['channels', `${info.inputs} in, ${info.outputs} out`],
    ['receptive field', `${grouped(receptiveField)} frames, ${receptiveFieldMs} ms`],
    ['parameters', grouped(info.parameters)],
    ['multiply-adds', `${grouped(macsPerFrame)} per frame, ${Number(megaMacsPerSecond)} million per second`],
    ['state', `${grouped(info.stateBytes)} bytes`],
    ['sizes', info.sizes.join(', ') || undefined],
  ];
}

/** Labels and values in two columns, without the rows that have no value. */
function table(rows: readonly Row[]): string[] {
  return rows.filter(([, value]) => value !== undefined).map(([label, value]) => `  ${label.padEnd(17)}${value}`);
}

function unit(value: number | undefined, name: string): string | undefined {
  return value === undefined ? undefined : `${value.toFixed(1)} ${name}`;
}

/** 13802 as 13 802. */
function grouped(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+(?!\d))/g, ' ');
}

function oneLineKeepingIndent(line: string): string {
  return line.startsWith('  ') ? `  ${oneLine(line)}` : oneLine(line);
}
