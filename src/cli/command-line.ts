import { parseArgs } from 'node:util';
import { listed, type OptionSpec, Options, UsageError } from './options.js';

/** A command of the program: what its help says, and how its operands and options become a request. */
export interface Command<Request> {
  readonly name: string;
  readonly summary: string;
  /** Names in the help: `<model>` is required, `[...files]` is any number of files. */
  readonly operands: readonly string[];
  readonly options: readonly OptionSpec[];
  /** How to call it; by default its name with the operands. */
  readonly usage?: string;
  readonly examples?: readonly string[];
  /** Reads operands and options, whose number and names are right. Throws a UsageError for wrong values. */
  request(options: Options): Request;
}

/** The user asks for a text: help, or the version. */
export interface PrintRequest {
  readonly command: 'print';
  readonly text: string;
}

/** The program that a command line calls. */
export interface Program<Request> {
  readonly name: string;
  readonly version: string;
  readonly commands: readonly Command<Request>[];
}

const HELP: OptionSpec = { name: 'help', help: 'Display this message' };
const VERSION: OptionSpec = { name: 'version', help: 'Display version number' };

/** Understands a command line, without the program's name. Throws a UsageError. */
export function parseCommandLine<Request>(program: Program<Request>, argv: readonly string[]): Request | PrintRequest {
  const { commands, name, version } = program;
  const types = commands.flatMap(({ options }) => options.map(({ name, value }) => [name, typeOf(value)] as const));
  // Not strict: `Options` reports errors in terms of the command.
  const { tokens } = parseArgs({
    args: argv.map((word) => kebabOption(word, types)),
    options: Object.fromEntries(types),
    strict: false,
    tokens: true,
    allowNegative: true,
  });
  const end = tokens.find(({ kind }) => kind === 'option-terminator')?.index ?? argv.length;
  const words = tokens.flatMap((token) => (token.kind === 'positional' && token.index < end ? [token.value] : []));
  const command = commands.find((candidate) => candidate.name === words[0]);

  // Help and version work even if the rest of the line is wrong.
  const asked = argv.slice(0, end).map((word) => word.replace(/=.*/s, ''));
  const asksFor = (...flags: string[]) => asked.some((word) => flags.includes(word));
  if (asksFor('-h', '--help')) {
    return { command: 'print', text: command ? commandHelp(program, command) : help(program) };
  }
  if (asksFor('-v', '--version')) {
    const runtime = `${process.platform}-${process.arch} node-${process.version}`;
    return { command: 'print', text: `${name}/${version} ${runtime}\n` };
  }
  if (!command) {
    const names = listed(commands.map(({ name }) => name));
    throw new UsageError(null, `expected a command, ${names}, got ${words[0] ?? 'none'}`);
  }
  const written = tokens.filter((token) => token.kind === 'option');
  const options = new Options(command.name, command.options, words.slice(1), written);
  checkOperands(command, options);
  if (end + 1 < argv.length) options.fail(`expected nothing after --, got ${argv[end + 1]}`);
  return command.request(options);
}

/** `--outDir` is another way to write `--out-dir`; all other words stay as they are. */
function kebabOption(word: string, types: readonly (readonly [name: string, type: unknown])[]): string {
  const [name] = word.split('=', 1);
  const kebab = name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  return types.some(([known]) => kebab === `--${known}`) ? kebab + word.slice(name.length) : word;
}

function typeOf(value: string | undefined): { type: 'string' | 'boolean' } {
  return { type: value === undefined ? 'boolean' : 'string' };
}

function checkOperands({ name, operands }: Command<unknown>, options: Options): void {
  if (operands.some((operand) => operand.startsWith('[...'))) return;
  const got = options.operands;
  if (got.length < operands.length) {
    options.fail(`missing required args for command ${[name, ...operands].join(' ')}`);
  }
  if (got.length > operands.length) options.fail(`unused args: ${got.slice(operands.length).join(', ')}`);
}

function help({ name, version, commands }: Program<unknown>): string {
  const call = `$ ${name}`;
  return paragraphs(
    [`${name}/${version}`],
    ['Usage:', `  ${call} <command> [options]`],
    ['Commands:', ...columns(commands.map(({ name, operands, summary }) => [[name, ...operands].join(' '), summary]))],
    [
      'For more info, run any command with the `--help` flag:',
      ...commands.map((command) => `  ${call} ${command.name} --help`),
    ],
    ['Options:', ...columns([optionRow(HELP, '-h'), optionRow(VERSION, '-v')])],
  );
}

function commandHelp({ name, version }: Program<unknown>, command: Command<unknown>): string {
  const usage = command.usage ?? [command.name, ...command.operands].join(' ');
  const rows = command.options.map((option) => optionRow(option));
  const examples = command.examples ?? [];
  return paragraphs(
    [`${name}/${version}`],
    ['Usage:', `  $ ${name} ${usage}`],
    [`${command.summary}.`],
    ['Options:', ...columns([...rows, optionRow(HELP, '-h')])],
    examples.length > 0 ? ['Examples:', ...examples.map((example) => `  $ ${name} ${example}`)] : [],
  );
}

function optionRow({ name, value, help }: OptionSpec, short?: string): [string, string] {
  return [[short && `${short},`, `--${name}`, value].filter(Boolean).join(' '), help];
}

function columns(rows: readonly (readonly [label: string, text: string])[]): string[] {
  const width = Math.max(...rows.map(([label]) => label.length));
  return rows.map(([label, text]) => `  ${label.padEnd(width)}  ${text}`);
}

function paragraphs(...texts: readonly (readonly string[])[]): string {
  const full = texts.filter((lines) => lines.length > 0);
  return full.map((lines) => `${lines.join('\n')}\n`).join('\n');
}
