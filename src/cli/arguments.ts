import { cac } from 'cac';
import { BITS } from './audio/wav-file.js';
import { listed, Options, plain, protectNumber, type RawOptions } from './options.js';
import { type RenderRequest, renderRequest } from './render/render-request.js';
import { UsageError } from './usage-error.js';
import { version } from './version.js';

/** What `dilatone inspect` is asked to do. */
export interface InspectRequest {
  readonly command: 'inspect';
  readonly model: string;
  readonly json: boolean;
}

/** What `dilatone bench` is asked to do. */
export interface BenchRequest {
  readonly command: 'bench';
  readonly model: string;
  readonly json: boolean;
}

/** What `dilatone convert` is asked to do. */
export interface ConvertRequest {
  readonly command: 'convert';
  readonly model: string;
  readonly output: string;
  readonly size?: number;
}

/** What `dilatone serve-demo` is asked to do. */
export interface ServeDemoRequest {
  readonly command: 'serve-demo';
  /** 0 for any that is free. */
  readonly port: number;
}

/** What a command line asks for. */
export type Request = RenderRequest | InspectRequest | BenchRequest | ConvertRequest | ServeDemoRequest;

const COMMANDS = ['render', 'inspect', 'bench', 'convert', 'serve-demo'];

/** Understands a command line. Null where help or the version was asked for, and printed. Throws a UsageError. */
export function parseArguments(argv: readonly string[]): Request | null {
  const cli = cac('dilatone');
  cli.usage('<command> [options]');
  cli.help();
  cli.version(version());
  cli
    .command('render [...files]', 'Run sound files through a model')
    .usage('render --model <file> --input <file> --output <file> [options]')
    .example('dilatone render --model amp.nam --input dry.wav --output wet.wav')
    .example('dilatone render --model amp.nam --out-dir wet takes/*.wav')
    .option('--model <file>', 'Model to run, such as a .nam capture')
    .option('--input <file>', 'File to read: WAV, or FLAC or MP3 where their decoders are installed')
    .option('--output <file>', 'WAV file to write; may be the input')
    .option('--out-dir <folder>', 'Folder for WAV files of the names of several inputs; what is there is skipped')
    .option('--force', 'Render also what is there (with --out-dir)')
    .option('--jobs <count>', 'Files at once (with --out-dir; default: one for each processor)')
    .option('--block <frames>', 'Frames per call of the engine; changes the speed only (default: 128)')
    .option('--size <0..1>', 'Size to run of a model that has several, smallest to largest (default: 1)')
    .option('--tanh <kind>', 'exact, or fast for an approximation (default: exact)')
    .option('--control <name=value>', 'Sets a knob of a model that has some; may be repeated (see inspect)')
    .option('--engine <kind>', 'wasm, or interpreter, which is slow (default: wasm where it works)')
    .option('--bits <format>', `Samples to write: ${listed(Object.keys(BITS))} (default: 32f)`)
    .option('--json', 'Tell what happens in lines of JSON')
    .action(renderRequest);
  cli.command('inspect <model>', 'Say what a model file holds').option('--json', 'As JSON').action(inspectRequest);
  cli
    .command('bench <model>', 'Time a model in this Node; a browser may be faster')
    .option('--json', 'As JSON')
    .action(benchRequest);
  cli
    .command('convert <model> <output>', 'Write a model of any format as .safetensors')
    .option('--size <0..1>', 'Size to write of a model that has several, smallest to largest (default: 1)')
    .action(convertRequest);
  cli
    .command('serve-demo', 'Serve the demo page to browsers on this machine')
    .option('--port <number>', 'Port to listen on (default: any that is free)')
    .action(serveDemoRequest);

  try {
    const { args, options } = cli.parse(['node', 'dilatone', ...argv.map(protectNumber)], { run: false });
    if (options.help || (options.version && !cli.matchedCommand)) return null;
    if (!cli.matchedCommand) {
      const got = args.length > 0 ? plain(args[0]) : 'none';
      throw new UsageError('', `expected a command, ${listed(COMMANDS)}, got ${got}`);
    }
    return cli.runMatchedCommand();
  } catch (error) {
    if (!(error instanceof Error && error.name === 'CACError')) throw error;
    const message = plain(error.message).replaceAll('`', '');
    throw new UsageError(cli.matchedCommandName ?? '', message[0].toLowerCase() + message.slice(1));
  }
}

function inspectRequest(model: string, raw: RawOptions): InspectRequest {
  return { command: 'inspect', ...modelRequest('inspect', model, raw) };
}

function benchRequest(model: string, raw: RawOptions): BenchRequest {
  return { command: 'bench', ...modelRequest('bench', model, raw) };
}

function convertRequest(model: string, output: string, raw: RawOptions): ConvertRequest {
  const options = new Options('convert', raw);
  return {
    command: 'convert',
    model: plain(model) || options.fail('expected a model file, got nothing'),
    output: plain(output) || options.fail('expected a file to write, got nothing'),
    size: options.number('size', /^(\d+\.?\d*|\.\d+)$/, 1, 'a number from 0 to 1'),
  };
}

function serveDemoRequest(raw: RawOptions): ServeDemoRequest {
  const options = new Options('serve-demo', raw);
  return { command: 'serve-demo', port: options.number('port', /^\d+$/, 65_535, 'a port, 0 to 65535') ?? 0 };
}

/** What the commands have in common that look at one model. */
function modelRequest(command: string, model: string, raw: RawOptions): { model: string; json: boolean } {
  const options = new Options(command, raw);
  const path = plain(model) || options.fail('expected a model file, got nothing');
  return { model: path, json: options.has('json') };
}
