import type { ControlValues, TanhMode } from '../../model/model.js';
import type { EngineKind } from '../../network/engine.js';
import { BITS } from '../audio/wav-file.js';
import { Options, plain, type RawOptions } from '../options.js';

/** How sound is rendered. Plain data: it is sent to worker threads. */
export interface RenderSettings {
  /** Path of the model. */
  readonly model: string;
  readonly block: number;
  readonly size?: number;
  readonly tanh: TanhMode;
  readonly controls: ControlValues;
  readonly engine: EngineKind | 'auto';
  /** A key of `BITS`. */
  readonly bits: string;
}

/** What `dilatone render` is asked to do: one file to one file, or a batch to a folder. */
export interface RenderRequest {
  readonly command: 'render';
  readonly settings: RenderSettings;
  readonly files: OneFile | Batch;
  readonly json: boolean;
}

/** One file, whose name is taken as it is. */
export interface OneFile {
  readonly input: string;
  readonly output: string;
}

/** Several files. */
export interface Batch {
  /** Paths, or patterns of paths. */
  readonly inputs: readonly string[];
  readonly folder: string;
  /** Files at once; by default as many as there are processors. */
  readonly jobs?: number;
  /** Whether to render also what has been rendered. */
  readonly force: boolean;
}

/** Understands the options of `dilatone render`. Throws a UsageError. */
export function renderRequest(paths: readonly string[], raw: RawOptions): RenderRequest {
  const options = new Options('render', raw);
  return {
    command: 'render',
    settings: {
      model: options.path('model'),
      block: options.count('block') ?? 128,
      size: options.number('size', /^(\d+\.?\d*|\.\d+)$/, 1, 'a number from 0 to 1'),
      tanh: options.choice('tanh', ['exact', 'fast'], 'exact'),
      controls: controlsOf(options),
      engine: options.text('engine') === undefined ? 'auto' : options.choice('engine', ['wasm', 'interpreter'], 'wasm'),
      bits: options.choice('bits', Object.keys(BITS), '32f'),
    },
    files: filesOf(options, [...options.texts('input'), ...paths.map(plain)]),
    json: options.has('json'),
  };
}

/** The values after each `--control name=value`; whether the model has such controls is not known yet. */
function controlsOf(options: Options): ControlValues {
  const controls: Record<string, number> = {};
  for (const text of options.texts('control')) {
    const [, name, value] = /^([^=]+)=(.*\S.*)$/.exec(text) ?? [];
    if (name === undefined || !Number.isFinite(Number(value))) {
      options.fail(`--control: expected name=number, got ${text || 'nothing'}`);
    }
    controls[name] = Number(value);
  }
  return controls;
}

function filesOf(options: Options, inputs: readonly string[]): OneFile | Batch {
  if (inputs.length === 0 || inputs.includes('')) options.fail('--input: expected a file, got nothing');
  const jobs = options.count('jobs');
  const force = options.has('force');
  if (options.text('out-dir') !== undefined) {
    if (options.text('output') !== undefined) options.fail('expected --output or --out-dir, got both');
    return { inputs, folder: options.path('out-dir', 'a folder'), jobs, force };
  }
  const output = options.path('output');
  if (inputs.length > 1)
    options.fail(`--output: expected one file to read, got ${inputs.length}; --out-dir takes more`);
  if (jobs !== undefined) options.fail('--jobs: expected --out-dir beside it, got --output');
  if (force) options.fail('--force: expected --out-dir beside it, got --output');
  return { input: inputs[0], output };
}
