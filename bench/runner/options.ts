import { parseArgs } from 'node:util';
import { SHAPES } from '../shapes.js';

/** The parts of the benchmark, in the order in which they run. */
export const PARTS = ['races', 'dilations', 'tilings', 'loads', 'hand-overs', 'steadiness', 'instances'] as const;

/** Parts that Firefox supports: it cannot suspend offline contexts, and does not count underruns. */
const FIREFOX_PARTS: readonly Part[] = ['races', 'dilations', 'tilings', 'loads', 'steadiness'];

/** One of them. */
export type Part = (typeof PARTS)[number];

/** What a run measures, and how. */
export interface BenchOptions {
  readonly parts: readonly Part[];
  readonly shapes: readonly string[];
  /** Blocks for all shapes; null for the blocks of each shape. */
  readonly blockFrames: readonly number[] | null;
  readonly rounds: number;
  readonly sliceMs: number;
  readonly warmUpMs: number;
  /** How many times a model is loaded, and how many pages hand one over. */
  readonly loads: number;
  readonly pages: number;
  readonly steadySeconds: number;
  readonly instanceSeconds: number;
  /** Core for the page's thread while single blocks are timed; null for any core. */
  readonly pin: number | null;
  /** Path of a Firefox; null for Chromium. */
  readonly firefox: string | null;
  /** File with the results of an earlier run to report; null to measure. */
  readonly from: string | null;
  readonly writeDocs: boolean;
}

/** The text that `--help` prints. */
export const HELP = `usage: npm run bench -- [shapes …] [options]

  --quick               A1 standard and A2 full only, and less of everything
  --only <parts>        ${PARTS.join(', ')} (default: all)
  --frames <numbers>    frames per block (default: those of each shape)
  --rounds <number>     rounds of each race (default: 15)
  --steady <seconds>    to time single blocks for (default: 60)
  --instances <seconds> to play each number of instances for (default: 5)
  --pin <core>          run the page's thread on this core while single blocks are timed (Linux)
  --firefox <path>      measure in this Firefox: ${FIREFOX_PARTS.join(', ')}
  --from <file>         report the results of an earlier run
  --write-docs          write tables and plots to docs/

shapes: ${Object.keys(SHAPES).join(', ')}
`;

/** Understands the command line; null if it asks for help. Throws an Error that says what is wrong. */
export function parseOptions(argv: readonly string[]): BenchOptions | null {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      help: { type: 'boolean', short: 'h' },
      quick: { type: 'boolean', default: false },
      only: { type: 'string' },
      frames: { type: 'string' },
      rounds: { type: 'string' },
      steady: { type: 'string' },
      instances: { type: 'string' },
      pin: { type: 'string' },
      firefox: { type: 'string' },
      from: { type: 'string' },
      'write-docs': { type: 'boolean', default: false },
    },
  });
  if (values.help) return null;
  const { quick } = values;
  const possible = values.firefox === undefined ? PARTS : FIREFOX_PARTS;
  const shapes = positionals.length > 0 ? positionals : quick ? ['a1-standard', 'a2-full'] : Object.keys(SHAPES);
  return {
    parts: list(values.only)?.map((part) => oneOf('--only', possible, part)) ?? possible,
    shapes: shapes.map((shape) => oneOf('shapes', Object.keys(SHAPES), shape)),
    blockFrames: list(values.frames)?.map((text) => count('--frames', text, 1)) ?? (quick ? [128] : null),
    rounds: count('--rounds', values.rounds, quick ? 7 : 15),
    sliceMs: 60,
    warmUpMs: quick ? 300 : 500,
    loads: quick ? 9 : 25,
    pages: quick ? 3 : 7,
    steadySeconds: count('--steady', values.steady, quick ? 5 : 60),
    instanceSeconds: count('--instances', values.instances, quick ? 2 : 5),
    pin: values.pin === undefined ? null : integer('--pin', values.pin, 0),
    firefox: values.firefox ?? null,
    from: values.from ?? null,
    writeDocs: values['write-docs'],
  };
}

function list(text: string | undefined): string[] | undefined {
  return text?.split(',').map((item) => item.trim());
}

function oneOf<T extends string>(where: string, choices: readonly T[], got: string): T {
  const found = choices.find((choice) => choice === got);
  if (found === undefined) throw new Error(`${where}: expected one of ${choices.join(', ')}, got ${got}`);
  return found;
}

function count(where: string, text: string | undefined, preset: number): number {
  return text === undefined ? preset : integer(where, text, 1);
}

function integer(where: string, text: string, least: number): number {
  const value = Number(text);
  if (text !== '' && Number.isInteger(value) && value >= least) return value;
  throw new Error(`${where}: expected an integer from ${least} on, got ${text || 'nothing'}`);
}
