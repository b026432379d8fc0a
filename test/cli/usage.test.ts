import { describe, expect, it } from 'vitest';
import { dilatone, PACKAGE_VERSION, sandbox } from './harness.js';

const FILES = ['--model', 'm.nam', '--input', 'in.wav', '--output', 'out.wav'];
const BATCH = ['--model', 'm.nam', '--out-dir', 'wet', 'a.wav', 'b.wav'];

describe('help', () => {
  it('is printed for the program and for each command', async () => {
    const program = await dilatone(['--help']);
    expect(program).toMatchObject({ code: 0, stderr: '' });
    expect(program.stdout).toMatch(/render/);
    expect(program.stdout).toMatch(/inspect/);
    const render = await dilatone(['render', '--help']);
    expect(render).toMatchObject({ code: 0, stderr: '' });
    for (const option of ['model', 'input', 'output', 'out-dir', 'jobs', 'block', 'size', 'tanh', 'engine', 'bits']) {
      expect(render.stdout).toContain(`--${option} <`);
    }
    expect(program.stdout).toMatch(/bench/);
    for (const command of ['inspect', 'bench']) {
      const help = await dilatone([command, '-h']);
      expect(help).toMatchObject({ code: 0, stderr: '' });
      expect(help.stdout).toContain('--json');
    }
  });

  it('does not hide behind wrong options', async () => {
    expect((await dilatone(['render', '--nonsense', '--help'])).code).toBe(0);
  });

  it('is printed, too, if it is given a value', async () => {
    const { code, stdout } = await dilatone(['inspect', '--help=yes']);
    expect(code).toBe(0);
    expect(stdout).toContain('$ dilatone inspect <model>');
  });
});

it.each(['--version', '-v'])('%s prints the version of the package', async (flag) => {
  const { code, stdout } = await dilatone([flag]);
  expect(code).toBe(0);
  expect(stdout).toContain(`dilatone/${PACKAGE_VERSION} `);
});

describe('wrong usage exits with 2, one line and a hint', () => {
  it.each<[readonly string[], string, string]>([
    [[], 'expected a command, render, inspect, bench, convert or serve-demo, got none', 'dilatone --help'],
    [
      ['train', 'm.nam'],
      'expected a command, render, inspect, bench, convert or serve-demo, got train',
      'dilatone --help',
    ],
    [['7'], 'expected a command, render, inspect, bench, convert or serve-demo, got 7', 'dilatone --help'],
    [['render'], '--model: expected a file, got nothing', 'dilatone render --help'],
    [['render', '--model', 'm.nam', '--input', 'in.wav'], '--output: expected a file, got nothing', 'render --help'],
    [['render', '--model', 'm.nam', '--output', 'o.wav'], '--input: expected a file, got nothing', 'render --help'],
    [['render', '--input', 'i.wav', '--output', 'o.wav'], '--model: expected a file, got nothing', 'render --help'],
    [['render', '--model', '', ...FILES.slice(2)], '--model: expected a file, got nothing', 'render --help'],
    [['render', ...FILES.slice(2), '--model'], 'option --model <file> value is missing', 'render --help'],
    [['render', ...FILES.slice(0, 5)], 'option --output <file> value is missing', 'render --help'],
    [['render', ...FILES, '--output=', '--bits', '16'], '--output: expected one value, got 2', 'render --help'],
    ...[['--input', 'other.wav'], ['other.wav'], ['7']].map((more): [string[], string, string] => [
      ['render', ...FILES, ...more],
      '--output: expected one file to read, got 2; --out-dir takes more',
      'render --help',
    ]),
    [['render', ...FILES, '--out-dir', 'wet'], 'expected --output or --out-dir, got both', 'render --help'],
    [['render', ...FILES, '--jobs', '2'], '--jobs: expected --out-dir beside it, got --output', 'render --help'],
    [['render', ...FILES, '--force'], '--force: expected --out-dir beside it, got --output', 'render --help'],
    [['render', ...BATCH, '--out-dir', 'dry'], '--out-dir: expected one value, got 2', 'render --help'],
    [['render', ...BATCH, '--jobs', '0'], '--jobs: expected a positive integer, got 0', 'render --help'],
    [['render', ...BATCH.slice(0, 4)], '--input: expected a file, got nothing', 'render --help'],
    [['render', ...BATCH, '--out-dir='], '--out-dir: expected one value, got 2', 'render --help'],
    [
      ['render', '--model', 'm.nam', '--out-dir=', 'a.wav'],
      '--out-dir: expected a folder, got nothing',
      'render --help',
    ],
    [['render', ...FILES, '--block', '1', '--block', '2'], '--block: expected one value, got 2', 'render --help'],
    [['render', ...FILES, '--gain', '3'], 'unknown option --gain', 'render --help'],
    [['render', ...FILES, '-b', '3'], 'unknown option -b', 'render --help'],
    [['render', ...FILES, '--no-size'], 'option --size <0..1> value is missing', 'render --help'],
    [['render', ...FILES, '--size.x', '1'], '--size: expected one value, got something else', 'render --help'],
    [['render', ...FILES, '--', 'more.wav'], 'expected nothing after --, got more.wav', 'render --help'],
    ...['0', '-1', '1.5', '1e3', 'many', '', '99999999999999999999'].map((block): [string[], string, string] => [
      ['render', ...FILES, '--block', block],
      `--block: expected a positive integer, got ${block || 'nothing'}`,
      'render --help',
    ]),
    ...['-0.1', '1.01', 'big', '0x1', '.', 'NaN', ''].map((size): [string[], string, string] => [
      ['render', ...FILES, `--size=${size}`],
      `--size: expected a number from 0 to 1, got ${size || 'nothing'}`,
      'render --help',
    ]),
    [['render', ...FILES, '--tanh', 'quick'], '--tanh: expected exact or fast, got quick', 'render --help'],
    [['render', ...FILES, '--engine', 'auto'], '--engine: expected wasm or interpreter, got auto', 'render --help'],
    [['render', ...FILES, '--bits', '32'], '--bits: expected 16, 24 or 32f, got 32', 'render --help'],
    [['render', ...FILES, '--bits', 'toString'], '--bits: expected 16, 24 or 32f, got toString', 'render --help'],
    [['inspect'], 'missing required args for command inspect <model>', 'dilatone inspect --help'],
    [['inspect', ''], 'expected a model file, got nothing', 'inspect --help'],
    [['inspect', 'a.nam', 'b.nam'], 'unused args: b.nam', 'inspect --help'],
    [['inspect', 'a.nam', '--all'], 'unknown option --all', 'inspect --help'],
    [['bench'], 'missing required args for command bench <model>', 'dilatone bench --help'],
    [['bench', ''], 'expected a model file, got nothing', 'bench --help'],
    [['bench', 'a.nam', 'b.nam'], 'unused args: b.nam', 'bench --help'],
    [['bench', 'a.nam', '--all'], 'unknown option --all', 'bench --help'],
    [['serve-demo', '--port', '65536'], '--port: expected a port, 0 to 65535, got 65536', 'serve-demo --help'],
    [['serve-demo', '--port', 'http'], '--port: expected a port, 0 to 65535, got http', 'serve-demo --help'],
    [['inspect', '--', 'a.nam'], 'missing required args for command inspect <model>', 'inspect --help'],
  ])('%j', async (argv, message, hint) => {
    const { code, stdout, stderr } = await dilatone(argv);
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr.split('\n')).toEqual([`error: ${message}`, expect.stringMatching(/^Try: dilatone .*--help$/), '']);
    expect(stderr).toContain(hint);
  });
});

it('takes file names that look like numbers as they are written', async () => {
  const files = sandbox();
  const name = '1e3';
  files.write(name, '{}');
  const cwd = process.cwd();
  process.chdir(files.path);
  try {
    expect((await dilatone(['inspect', '1e3'])).stderr).toMatch(/^error: 1e3: expected a .nam/);
    expect((await dilatone(['inspect', '007'])).stderr).toBe('error: 007: expected a file, got none\n');
    const { stderr } = await dilatone(['render', '--model=0x10', '--input', '1.50', '--output', '2.0']);
    expect(stderr).toBe('error: 0x10: expected a file, got none\n');
  } finally {
    process.chdir(cwd);
  }
});

describe('options', () => {
  it('may be written in camel case, and switches with a value', async () => {
    const unknown = await dilatone(['render', '--model', 'm.nam', '--outDir', 'wet']);
    expect(unknown.stderr).not.toContain('unknown option');
    const model = 'models/triode-crunch.nam';
    expect((await dilatone(['inspect', model, '--json=true'])).stdout).toMatch(/^\{/);
    expect((await dilatone(['inspect', model, '--json=false'])).stdout).not.toMatch(/^\{/);
    expect((await dilatone(['inspect', model, '--json=3'])).stderr).toContain('--json: expected no value, got 3');
  });
});
