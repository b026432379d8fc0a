import { createRequire } from 'node:module';
import { WAV_BITS } from '../wav/encode-wav.js';
import { type Command, type PrintRequest, parseCommandLine } from './command-line.js';
import { listed, type OptionSpec, type Options } from './options.js';
import { type RenderRequest, renderRequest } from './render/render-request.js';

/** What the user asks of `dilatone inspect`. */
export interface InspectRequest {
  readonly command: 'inspect';
  readonly model: string;
  readonly json: boolean;
}

/** What the user asks of `dilatone bench`. */
export interface BenchRequest {
  readonly command: 'bench';
  readonly model: string;
  readonly json: boolean;
}

/** What the user asks of `dilatone convert`. */
export interface ConvertRequest {
  readonly command: 'convert';
  readonly model: string;
  readonly output: string;
  readonly size?: number;
}

/** What the user asks of `dilatone serve-demo`. */
export interface ServeDemoRequest {
  readonly command: 'serve-demo';
  readonly port: number | 'anyFree';
}

/** What the user asks of a command. */
type CommandRequest = RenderRequest | InspectRequest | BenchRequest | ConvertRequest | ServeDemoRequest;

/** What a command line asks for. */
export type Request = CommandRequest | PrintRequest;

const JSON_OPTION: OptionSpec = { name: 'json', help: 'As JSON' };
const SIZE = 'of a model that has several, smallest to largest (default: 1)';

const RENDER_OPTIONS: readonly OptionSpec[] = [
  { name: 'model', value: '<file>', help: 'Model to run, such as a .nam capture' },
  { name: 'input', value: '<file>', help: 'File to read: WAV, or FLAC or MP3 where their decoders are installed' },
  { name: 'output', value: '<file>', help: 'WAV file to write; may be the input' },
  {
    name: 'out-dir',
    value: '<folder>',
    help: 'Folder for the WAV files of several inputs; finished files are skipped',
  },
  { name: 'force', help: 'Render files that exist, too (with --out-dir)' },
  { name: 'jobs', value: '<count>', help: 'Files at once (with --out-dir; default: one for each processor)' },
  { name: 'block', value: '<frames>', help: 'Frames per call of the engine; changes the speed only (default: 128)' },
  { name: 'size', value: '<0..1>', help: `Size to run ${SIZE}` },
  { name: 'tanh', value: '<kind>', help: 'exact, or fast for an approximation (default: exact)' },
  { name: 'control', value: '<name=value>', help: 'Sets a knob of the model; may be repeated (see inspect)' },
  { name: 'engine', value: '<kind>', help: 'wasm, or interpreter, which is slow (default: wasm where it works)' },
  { name: 'bits', value: '<format>', help: `Samples to write: ${listed(WAV_BITS)} (default: 32f)` },
  { name: 'json', help: 'Report progress and results as lines of JSON' },
];

const COMMANDS: readonly Command<CommandRequest>[] = [
  {
    name: 'render',
    summary: 'Run sound files through a model',
    operands: ['[...files]'],
    options: RENDER_OPTIONS,
    usage: 'render --model <file> --input <file> --output <file> [options]',
    examples: [
      'render --model amp.nam --input dry.wav --output wet.wav',
      'render --model amp.nam --out-dir wet takes/*.wav',
    ],
    request: renderRequest,
  },
  {
    name: 'inspect',
    summary: 'Say what a model file holds',
    operands: ['<model>'],
    options: [JSON_OPTION],
    request: (options) => ({ command: 'inspect', model: modelOf(options), json: options.has('json') }),
  },
  {
    name: 'bench',
    summary: 'Time a model in this Node; a browser may be faster',
    operands: ['<model>'],
    options: [JSON_OPTION],
    request: (options) => ({ command: 'bench', model: modelOf(options), json: options.has('json') }),
  },
  {
    name: 'convert',
    summary: 'Write a model of any format as .safetensors',
    operands: ['<model>', '<output>'],
    options: [{ name: 'size', value: '<0..1>', help: `Size to write ${SIZE}` }],
    request: (options) => ({
      command: 'convert',
      model: modelOf(options),
      output: options.operand(1, 'a file to write'),
      size: options.share('size'),
    }),
  },
  {
    name: 'serve-demo',
    summary: 'Serve the demo page to browsers on this machine',
    operands: [],
    options: [{ name: 'port', value: '<number>', help: 'Port to listen on (default: any free one)' }],
    request: (options) => ({
      command: 'serve-demo',
      port: options.number('port', /^\d+$/, 65_535, 'a port, 0 to 65535') || 'anyFree',
    }),
  },
];

/** Understands a command line, without the program's name. Throws a UsageError. */
export function parseArguments(argv: readonly string[]): Request {
  return parseCommandLine({ name: 'dilatone', version: version(), commands: COMMANDS }, argv);
}

function modelOf(options: Options): string {
  return options.operand(0, 'a model file');
}

function version(): string {
  // A package may import itself by name: this finds the manifest from src/ as well as from dist/.
  const manifest: { version: string } = createRequire(import.meta.url)('dilatone/package.json');
  return manifest.version;
}
