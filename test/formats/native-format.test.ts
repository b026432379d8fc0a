import { describe, expect, it } from 'vitest';
import type { ErrorCode } from '../../src/errors.js';
import { writeSafetensors } from '../../src/formats/native/safetensors.js';
import { writeNative } from '../../src/formats/native/write-native.js';
import { parseModel } from '../../src/formats/parse-model.js';
import type { ModelMetadata } from '../../src/model/model.js';
import type { Control } from '../../src/network/controls.js';
import { foldControls } from '../../src/network/controls.js';
import type { Network, Op } from '../../src/network/network.js';
import { randomAudio, randomNetwork } from '../support/random-network.js';
import { engineFor, largestDifference, peakOf, runEngine } from '../support/run-engine.js';
import { expectRefusal } from './expect-refusal.js';

const INFO = { architecture: 'Random', controls: [], metadata: {} };

/** The same network with the LSTMs that the format knows. */
function exactly(network: Network): Network {
  const exact = (op: Op): Op => (op.kind === 'lstm' ? { ...op, gates: 'exact' } : op);
  return { ...network, ops: network.ops.map(exact), sampleRate: 48_000 };
}

describe('a native model file', () => {
  it('gives back the network that was written, op for op', () => {
    for (let seed = 0; seed < 120; seed++) {
      const start = seed % 4 < 2 ? 'silence' : 'zero';
      const network = exactly(randomNetwork(seed, { recurrent: seed % 2 === 0, start }));
      expect(parseModel(writeNative(network, INFO)).network(), `seed ${seed}`).toEqual(network);
    }
  });

  it('keeps controls as controls', async () => {
    for (let seed = 0; seed < 30; seed++) {
      const controls: Control[] = ['drive', 'tone'].map((name, n) => ({
        name,
        minimum: -1,
        maximum: 1,
        default: n / 2,
      }));
      const network = randomNetwork(seed, { controls: 2 });
      const model = parseModel(writeNative(network, { ...INFO, controls }));
      expect(model.info.controls).toEqual(controls);
      const input = randomAudio(seed, model.info.inputs, 300);
      const render = async (source: Network) => runEngine(await engineFor(source, { engine: 'interpreter' }), input);
      const expected = await render(foldControls(network, [-0.25, 0.5]));
      const output = await render(model.network({ controls: { drive: -0.25 } }));
      expect(largestDifference(output, expected), `seed ${seed}`).toBeLessThanOrEqual(
        1e-6 * Math.max(1, peakOf(expected)),
      );
    }
  });

  it('keeps what the author wrote, and drops what is odd', () => {
    const metadata: ModelMetadata = {
      name: 'Crunch',
      gearType: 'amp',
      date: '2026-11-24',
      loudnessDb: -18.5,
      gain: 0.7,
    };
    const odd = { ...metadata, toneType: 3, inputLevelDbu: 1e9, outputLevelDbu: '12', date: 'tomorrow' };
    const network = randomNetwork(1);
    expect(parseModel(writeNative(network, { ...INFO, metadata })).info.metadata).toEqual(metadata);
    const { name, gearType, loudnessDb, gain } = metadata;
    const read = parseModel(writeNative(network, { ...INFO, metadata: odd as object })).info.metadata;
    expect(read).toEqual({ name, gearType, loudnessDb, gain });
  });

  it('holds numbers of 16 bits, too', () => {
    const weights = (dtype: string, bits: readonly number[]) => {
      const header = { weight: { dtype, shape: [bits.length, 1], data_offsets: [0, 2 * bits.length] } };
      const bytes = fileOf(header, twoChannelled(bits.length), new Uint8Array(Uint16Array.from(bits).buffer));
      const op = parseModel(bytes).network().ops[1];
      return op.kind === 'conv1d' ? [...op.weight] : [];
    };
    // One, −2, the largest, the smallest normal and subnormal numbers of IEEE 754 binary16.
    expect(weights('F16', [0x3c00, 0xc000, 0x7bff, 0x0400, 0x0001])).toEqual([1, -2, 65504, 2 ** -14, 2 ** -24]);
    expect(weights('BF16', [0x3f80, 0xc000, 0x0080])).toEqual([1, -2, 2 ** -126]);
    for (const [dtype, infinite] of [
      ['F16', 0xfc00],
      ['BF16', 0x7f80],
      ['F16', 0x7c01],
    ] as const) {
      expect(() => weights(dtype, [0x3c00, infinite])).toThrow(/ops\[1\]\.weight\[1\]: expected a finite number/);
    }
  });

  it('may hold tensors of other types, which nothing names', () => {
    const header = {
      steps: { dtype: 'I64', shape: [], data_offsets: [0, 8] },
      weight: { dtype: 'F32', shape: [1, 1], data_offsets: [8, 12] },
    };
    expect(parseModel(fileOf(header, twoChannelled(1), new Uint8Array(12))).info.parameters).toBe(1);
  });
});

/** A network of one pointwise convolution to some channels. */
function twoChannelled(channels: number): object {
  const ops = [
    { op: 'input', name: 'x', channels: 1 },
    { op: 'conv1d', name: 'y', input: 'x', weight: 'weight' },
    { op: 'slice', name: 'z', input: 'y', start: channels - 1, channels: 1 },
  ];
  return { version: 1, sampleRate: 48_000, start: 'zero', ops, output: 'z' };
}

function fileOf(header: object, description: unknown, data: Uint8Array): Uint8Array {
  const metadata = { dilatone: JSON.stringify(description) };
  return rawFile(JSON.stringify({ __metadata__: metadata, ...header }), data);
}

function rawFile(header: string, data: Uint8Array): Uint8Array {
  const json = new TextEncoder().encode(header);
  const bytes = new Uint8Array(8 + json.length + data.length);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(json.length), true);
  bytes.set(json, 8);
  bytes.set(data, 8 + json.length);
  return bytes;
}

describe('a broken safetensors file is refused by place', () => {
  const good = { weight: { dtype: 'F32', shape: [2, 1], data_offsets: [0, 8] } };
  const refuse = (change: object, code: ErrorCode, where: string, detail: string, data = 8) =>
    expectRefusal(fileOf({ ...good, ...change }, twoChannelled(2), new Uint8Array(data)), code, where, detail);

  it('loads where it is not broken', () => {
    expect(parseModel(fileOf(good, twoChannelled(2), new Uint8Array(8))).info.format).toBe('dilatone');
  });

  it('for tensors that overlap, leave a gap, or do not cover the data', () => {
    const more = { dtype: 'F32', shape: [1], data_offsets: [4, 8] };
    refuse({ more }, 'malformed', 'header.more.data_offsets[0]', 'expected 8, where the tensor before ends, got 4');
    refuse({ more: { ...more, data_offsets: [12, 16] } }, 'malformed', 'header.more.data_offsets[0]', 'got 12', 16);
    refuse({}, 'malformed', 'file', 'expected 8 bytes of data, got 9', 9);
    refuse({}, 'malformed', 'file', 'expected 8 bytes of data, got 0', 0);
  });

  it('for offsets, shapes and types that are none', () => {
    const weight = (change: object) => ({ weight: { ...good.weight, ...change } });
    refuse(weight({ data_offsets: [0, 7] }), 'malformed', 'header.weight.data_offsets', 'expected 8 bytes, got 7');
    refuse(weight({ data_offsets: [8, 0] }), 'malformed', 'header.weight.data_offsets', 'got -8');
    refuse(weight({ data_offsets: [0] }), 'malformed', 'header.weight.data_offsets[1]', 'got nothing');
    refuse(weight({ shape: [-2, -1] }), 'malformed', 'header.weight.shape[0]', 'expected a size, got -2');
    refuse(weight({ shape: [2 ** 40, 2 ** 40] }), 'malformed', 'header.weight.data_offsets', 'bytes, got 8');
    refuse(weight({ dtype: 'F31' }), 'unsupported', 'header.weight.dtype', 'got "F31"');
    refuse(weight({ dtype: 'constructor' }), 'unsupported', 'header.weight.dtype', 'got "constructor"');
    refuse(weight({ dtype: 'I32' }), 'unsupported', 'ops[1].weight', 'a tensor of F32, F16, BF16, got "I32"');
  });

  it('for names that occur twice', () => {
    const entry = JSON.stringify(good.weight);
    const twice = `{"__metadata__": {"a": "{\\"b\\": 1}"}, "weight": ${entry}, "weight": ${entry}}`;
    expectRefusal(rawFile(twice, new Uint8Array(8)), 'malformed', 'header', 'expected 2 names, each once, got 3 names');
  });

  it('for a header that is too long, no JSON, or no text', () => {
    const bytes = rawFile('{}', new Uint8Array(0));
    bytes[0] = 3;
    expectRefusal(bytes, 'malformed', 'header', 'expected 3 bytes, got 2');
    expectRefusal(rawFile('{"a"}', new Uint8Array(0)), 'malformed', 'header', 'expected JSON');
    expectRefusal(rawFile('{"\xff', new Uint8Array(0)).fill(0xff, 10), 'malformed', 'header', 'expected text');
    const deep = `{"a": ${'['.repeat(100)}`;
    expectRefusal(rawFile(deep, new Uint8Array(0)), 'limit', 'header', 'levels of nesting');
  });

  it('for a description that is missing, or a text that is not JSON', () => {
    expectRefusal(rawFile('{}', new Uint8Array(0)), 'unsupported', 'file', '__metadata__.dilatone, got nothing');
    const header = JSON.stringify({ __metadata__: { dilatone: '{' } });
    expectRefusal(rawFile(header, new Uint8Array(0)), 'malformed', 'dilatone', 'expected JSON');
  });
});

/** A small network that uses everything; each failure changes one thing. */
const DESCRIPTION = {
  version: 1,
  sampleRate: 48_000,
  start: 'silence',
  controls: [{ name: 'a', minimum: 0, maximum: 1, default: 0.5 }],
  ops: [
    { op: 'input', name: 'x', channels: 1 },
    { op: 'control', name: 'knob', controls: ['a'] },
    { op: 'conv1d', name: 'c', input: 'x', weight: 'weight', bias: 'bias', dilation: 2 },
    { op: 'activation', name: 'p', input: 'c', kind: 'prelu', negativeSlopes: 'bias' },
    { op: 'add', name: 'sum', inputs: ['c', 'p'] },
    { op: 'slice', name: 'half', input: 'sum', start: 0, channels: 1 },
    { op: 'multiply', name: 'product', inputs: ['half', 'knob'] },
    { op: 'gru', name: 'g', input: 'product', weightInput: 'own', weightHidden: 'hidden' },
    { op: 'concat', name: 'y', inputs: ['g', 'half'] },
  ],
  output: 'y',
};

const TENSORS = new Map([
  ['weight', { shape: [2, 1, 3], data: new Float32Array(6) }],
  ['bias', { shape: [2], data: new Float32Array(2) }],
  ['own', { shape: [3, 1], data: new Float32Array(3) }],
  ['hidden', { shape: [3, 1], data: new Float32Array(3) }],
]);

const [CONTROL] = DESCRIPTION.controls;

/** A change at the top, or to the fields of one op by its index. */
const CHANGES: readonly (readonly [
  at: number | null,
  change: object,
  code: ErrorCode,
  where: string,
  detail: string,
])[] = [
  [null, { version: 2 }, 'malformed', 'version', 'expected 1, got 2'],
  [null, { sampleRate: 1 }, 'malformed', 'sampleRate', 'expected 3000 to 768000 Hz, got 1'],
  [null, { start: 'one' }, 'malformed', 'start', 'expected silence or zero, got "one"'],
  [null, { ops: [] }, 'malformed', 'ops', 'expected a list with an entry, got a list of 0'],
  [null, { ops: [{ op: 'conv1d', name: 'a' }] }, 'malformed', 'ops[0].op', 'expected input, as the first op'],
  [null, { output: 'w' }, 'malformed', 'output', 'expected an earlier signal, got "w"'],
  [null, { controls: [CONTROL, CONTROL] }, 'malformed', 'controls[1].name', 'expected a name of its own, got "a"'],
  [null, { controls: [{ ...CONTROL, maximum: 0 }] }, 'malformed', 'controls[0].maximum', 'expected more than 0'],
  [null, { controls: [{ ...CONTROL, default: 2 }] }, 'malformed', 'controls[0].default', 'expected 0 to 1, got 2'],
  [null, { controls: [{ ...CONTROL, name: '1' }] }, 'malformed', 'controls[0].name', 'expected a letter, then'],
  [null, { controls: [] }, 'malformed', 'ops[1].controls[0]', 'expected a control, got "a"'],
  [0, { channels: 0 }, 'malformed', 'ops[0].channels', 'expected a positive integer, got 0'],
  [1, { op: 'input', channels: 1, controls: undefined }, 'malformed', 'ops[1].op', 'expected one input'],
  [2, { op: 'conv2d' }, 'unsupported', 'ops[2].op', 'expected one of input, control, conv1d'],
  [2, { name: 'x' }, 'malformed', 'ops[2].name', 'expected a name of its own, got "x"'],
  [
    2,
    { padding: 'same' },
    'malformed',
    'ops[2]',
    'expected only op, name, input, weight, bias, dilation, groups, got "padding"',
  ],
  [2, { input: 'y' }, 'malformed', 'ops[2].input', 'expected an earlier signal, got "y"'],
  [2, { weight: 'w' }, 'malformed', 'ops[2].weight', 'expected a tensor of the file, got "w"'],
  [2, { weight: 'bias' }, 'malformed', 'ops[2].weight', 'expected a shape [out][1][taps], got [2]'],
  [2, { bias: 'own' }, 'malformed', 'ops[2].bias', 'expected a shape [2], got [3][1]'],
  [2, { groups: 2 }, 'malformed', 'ops[2].groups', 'expected a divisor of 1, got 2'],
  [2, { dilation: 2 ** 21 }, 'limit', 'ops[2].dilation', 'expected at most 1048576'],
  [3, { kind: 'swish' }, 'unsupported', 'ops[3].kind', 'got "swish"'],
  [3, { kind: 'elu', negativeSlopes: undefined }, 'malformed', 'ops[3].alpha', 'expected a finite number, got nothing'],
  [3, { negativeSlopes: 'own' }, 'malformed', 'ops[3].negativeSlopes', 'expected a shape [2], got [3][1]'],
  [4, { inputs: ['c'] }, 'malformed', 'ops[4].inputs', 'expected two signals or more, got 1'],
  [4, { inputs: ['c', 'x'] }, 'malformed', 'ops[4].inputs[1]', 'expected 2 channels, as the first, got 1'],
  [5, { start: 2 }, 'malformed', 'ops[5]', 'expected channels within 0 … 1, got 2 … 2'],
  [5, { start: -1 }, 'malformed', 'ops[5].start', 'expected a channel, got -1'],
  [7, { weightInput: 'weight' }, 'malformed', 'ops[7].weightInput', 'expected a shape [3][1], got [2][1][3]'],
  [7, { initialHidden: 'bias' }, 'malformed', 'ops[7].initialHidden', 'expected a shape [1], got [2]'],
  [8, { inputs: 'y' }, 'malformed', 'ops[8].inputs', 'expected a list, got "y"'],
];

describe('a wrong description is refused by place', () => {
  const bytesOf = (description: object) => writeSafetensors(TENSORS, { dilatone: JSON.stringify(description) });

  it('loads where nothing is wrong', () => {
    expect(parseModel(bytesOf(DESCRIPTION)).info).toMatchObject({ inputs: 1, outputs: 2, layers: 2, parameters: 16 });
  });

  it.each(CHANGES)('op %s: %o', (at, change, code, where, detail) => {
    const ops = DESCRIPTION.ops.map((op, index) => (index === at ? { ...op, ...change } : op));
    expectRefusal(bytesOf({ ...DESCRIPTION, ops, ...(at === null && change) }), code, where, detail);
  });

  it('limits hold before anything is built', () => {
    const channels = Array.from({ length: 5 }, (_, n) => ({
      op: 'concat',
      name: `w${n}`,
      inputs: new Array(32).fill(n === 0 ? 'y' : `w${n - 1}`),
    }));
    const wide = { ...DESCRIPTION, ops: [...DESCRIPTION.ops, ...channels] };
    expectRefusal(bytesOf(wide), 'limit', 'ops[11]', 'expected at most 4096 channels, got 65536');
    const many = Array.from({ length: 5000 }, (_, n) => ({ op: 'concat', name: `m${n}`, inputs: ['y'] }));
    expectRefusal(
      bytesOf({ ...DESCRIPTION, ops: [...DESCRIPTION.ops, ...many] }),
      'limit',
      'ops',
      'at most 4096 entries',
    );
  });
});
