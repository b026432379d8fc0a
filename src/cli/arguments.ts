import { cac } from 'cac';
import type { EngineKind } from '../engine/engine.js';
import type { TanhMode } from '../formats/model.js';
import { version } from './version.js';
import { BITS } from './wav-file.js';

/** What `dilatone render` is asked to do. */
export interface RenderRequest {
  readonly command: 'render';
  readonly model: string;
  readonly input: string;
  readonly output: string;
  readonly block: number;
  readonly size?: number;
  readonly tanh: TanhMode;
  readonly engine: EngineKind | 'auto';
  /** A key of `BITS`. */
  readonly bits: string;
}

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

/** The command line is not one that the program understands. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
  /** The command that it was meant for, if that much is known. */
  readonly command: string;

  constructor(command: string, message: string) {
    super(message);
    this.command = command;
  }
}

/** Values by option name, as cac gives them: true without a value, a list where the option is repeated. */
type Options = Readonly<Record<string, unknown>>;

/** Understands a command line. Null where help or the version was asked for, and printed. Throws a UsageError. */
export function parseArguments(argv: readonly string[]): RenderRequest | InspectRequest | BenchRequest | null {
  const cli = cac('dilatone');
  cli.usage('<command> [options]');
  cli.help();
  cli.version(version());
  cli
    .command('render', 'Run a WAV file through a model')
    .usage('render --model <file> --input <file> --output <file> [options]')
    .option('--model <file>', 'Model to run, such as a .nam capture')
    .option('--input <file>', 'WAV file to read')
    .option('--output <file>', 'WAV file to write; may be the input')
    .option('--block <frames>', 'Frames per call of the engine; changes the speed only (default: 128)')
    .option('--size <0..1>', 'Size to run of a model that has several, smallest to largest (default: 1)')
    .option('--tanh <kind>', 'exact, or fast for an approximation (default: exact)')
    .option('--engine <kind>', 'wasm, or interpreter, which is slow (default: wasm where it works)')
    .option('--bits <format>', `Samples to write: ${listed(Object.keys(BITS))} (default: 32f)`)
    .action(renderRequest);
  cli.command('inspect <model>', 'Say what a model file holds').option('--json', 'As JSON').action(inspectRequest);
  cli
    .command('bench <model>', 'Time a model in this Node; a browser may be faster')
    .option('--json', 'As JSON')
    .action(benchRequest);

  try {
    const { args, options } = cli.parse(['node', 'dilatone', ...argv.map(protectNumber)], { run: false });
    if (options.help || (options.version && !cli.matchedCommand)) return null;
    if (!cli.matchedCommand) {
      const got = args.length > 0 ? plain(args[0]) : 'none';
      throw new UsageError('', `expected a command, render, inspect or bench, got ${got}`);
    }
    return cli.runMatchedCommand();
  } catch (error) {
    if (!(error instanceof Error && error.name === 'CACError')) throw error;
    const message = plain(error.message).replaceAll('`', '');
    throw new UsageError(cli.matchedCommandName ?? '', message[0].toLowerCase() + message.slice(1));
  }
}

function renderRequest(options: Options): RenderRequest {
  const value = (name: string) => optionValue('render', options, name);
  const fail = (name: string, expected: string, got: string): never => {
    throw new UsageError('render', `--${name}: expected ${expected}, got ${got || 'nothing'}`);
  };
  const file = (name: string) => value(name) || fail(name, 'a file', '');
  const choice = <T extends string>(name: string, choices: readonly T[], preset: T): T => {
    const text = value(name) ?? preset;
    return choices.find((candidate) => candidate === text) ?? fail(name, listed(choices), text);
  };
  const number = (name: string, pattern: RegExp, most: number, expected: string): number | undefined => {
    const text = value(name);
    if (text === undefined) return undefined;
    return pattern.test(text) && Number(text) <= most ? Number(text) : fail(name, expected, text);
  };
  rejectExtras('render', options);
  return {
    command: 'render',
    model: file('model'),
    input: file('input'),
    output: file('output'),
    block: number('block', /^0*[1-9]\d*$/, Number.MAX_SAFE_INTEGER, 'a positive integer') ?? 128,
    size: number('size', /^(\d+\.?\d*|\.\d+)$/, 1, 'a number from 0 to 1'),
    tanh: choice('tanh', ['exact', 'fast'], 'exact'),
    engine: value('engine') === undefined ? 'auto' : choice('engine', ['wasm', 'interpreter'], 'wasm'),
    bits: choice('bits', Object.keys(BITS), '32f'),
  };
}

function inspectRequest(model: string, options: Options): InspectRequest {
  return { command: 'inspect', ...modelRequest('inspect', model, options) };
}

function benchRequest(model: string, options: Options): BenchRequest {
  return { command: 'bench', ...modelRequest('bench', model, options) };
}

/** What the commands have in common that look at one model. */
function modelRequest(command: string, model: string, options: Options): { model: string; json: boolean } {
  rejectExtras(command, options);
  const path = plain(model);
  if (path === '') throw new UsageError(command, 'expected a model file, got nothing');
  return { model: path, json: options.json === true };
}

/** The text after an option; undefined where the option is not given. */
function optionValue(command: string, options: Options, name: string): string | undefined {
  const value = options[name];
  if (value === undefined) return undefined;
  if (typeof value === 'string') return plain(value);
  const got = Array.isArray(value) ? value.length : 'something else';
  throw new UsageError(command, `--${name}: expected one value, got ${got}`);
}

/** cac keeps what follows `--` out of its checks. */
function rejectExtras(command: string, options: Options): void {
  const extras = options['--'] as readonly string[];
  if (extras.length > 0) throw new UsageError(command, `expected nothing after --, got ${plain(extras[0])}`);
}

/**
 * cac makes a number of all that looks like one (the file 007 becomes 7) and an option of all that begins with a dash
 * (as in --size -1). Behind a NUL, which no argument can hold, a number stays as it was written.
 */
function protectNumber(argument: string): string {
  if (Number.isFinite(Number(argument))) return `\0${argument}`;
  const [name, ...rest] = argument.split('=');
  const value = rest.join('=');
  return rest.length > 0 && name.startsWith('--') && Number.isFinite(Number(value)) ? `${name}=\0${value}` : argument;
}

/** “16, 24 or 32f”. */
function listed(choices: readonly string[]): string {
  return `${choices.slice(0, -1).join(', ')} or ${choices.at(-1)}`;
}

/** The text as the user wrote it. */
function plain(text: string): string {
  return text.replaceAll('\0', '');
}
