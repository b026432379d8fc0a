import type { ControlValues, TanhMode } from '../../model/model.js';
import type { EngineKind } from '../../network/engine.js';
import { WAV_BITS, type WavBits } from '../../wav/encode-wav.js';
import type { Options } from '../options.js';

/** How to render sound. Plain data, because worker threads receive it. */
export interface RenderSettings {
  /** Path of the model. */
  readonly model: string;
  readonly block: number;
  readonly size?: number;
  readonly tanh: TanhMode;
  readonly controls: ControlValues;
  readonly engine: EngineKind | 'auto';
  readonly bits: WavBits;
}

/** What the user asks of `dilatone render`. */
export interface RenderRequest {
  readonly command: 'render';
  readonly settings: RenderSettings;
  readonly files: OneFile | Batch;
  readonly json: boolean;
}

/** One file to one file; the name of the input is never a pattern. */
interface OneFile {
  readonly input: string;
  readonly output: string;
}

/** Several files to a folder. */
export interface Batch {
  /** Paths, or patterns of paths. */
  readonly inputs: readonly string[];
  readonly folder: string;
  /** Files at once; by default as many as there are processors. */
  readonly jobs?: number;
  /** True to replace outputs that exist; otherwise their inputs are skipped. */
  readonly force: boolean;
}

/** Understands the options of `dilatone render`. Throws a UsageError. */
export function renderRequest(options: Options): RenderRequest {
  return {
    command: 'render',
    settings: {
      model: options.path('model'),
      block: options.count('block') ?? 128,
      size: options.share('size'),
      tanh: options.choice('tanh', ['exact', 'fast'], 'exact'),
      controls: controlsOf(options),
      engine: options.text('engine') === undefined ? 'auto' : options.choice('engine', ['wasm', 'interpreter'], 'wasm'),
      bits: options.choice('bits', WAV_BITS, '32f'),
    },
    files: filesOf(options),
    json: options.has('json'),
  };
}

/** The values after each `--control name=value`. Whether the model has these controls is checked once it is read. */
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

function filesOf(options: Options): OneFile | Batch {
  const inputs = [...options.texts('input'), ...options.operands];
  if (inputs.length === 0 || inputs.includes('')) options.fail('--input: expected a file, got nothing');
  const jobs = options.count('jobs');
  const force = options.has('force');
  if (options.text('out-dir') !== undefined) {
    if (options.text('output') !== undefined) options.fail('expected --output or --out-dir, got both');
    return { inputs, folder: options.path('out-dir', 'a folder'), jobs, force };
  }
  const output = options.path('output');
  if (inputs.length > 1) {
    options.fail(`--output: expected one file to read, got ${inputs.length}; --out-dir takes more`);
  }
  if (jobs !== undefined) options.fail('--jobs: expected --out-dir beside it, got --output');
  if (force) options.fail('--force: expected --out-dir beside it, got --output');
  return { input: inputs[0], output };
}
