import { type Fate, HOSTILE_GRAPHS, type HostileFile } from './hostile-graphs.js';
import { encodeFile } from './make-wavenet.js';
import { type NativeSpec, nativeFile } from './native-file.js';

function native(fate: Fate, name: string, spec: () => NativeSpec): HostileFile {
  return { name: `native: ${name}`, fate, bytes: () => nativeFile(spec()) };
}

/** Ops that each read the one before, h0 first; `op` makes one from its name and that of the one before. */
function ops(count: number, op: (before: string, n: number) => object, before: readonly object[] = []) {
  const input = { op: 'input', name: 'h0', channels: 1 };
  const rest = Array.from({ length: count }, (_, n) => ({ name: `h${n + 1}`, ...op(`h${n}`, n) }));
  return [input, ...before, ...rest] as NativeSpec['ops'];
}

/** A signal of 2^doublings channels, named c<doublings − 1>, from one of one channel. */
function widened(from: string, doublings: number): object[] {
  return Array.from({ length: doublings }, (_, n) => {
    const before = n === 0 ? from : `c${n - 1}`;
    return { op: 'concat', name: `c${n}`, inputs: [before, before] };
  });
}

/** An LSTM that never comes to rest, and `count` tanhs of 2^doublings channels behind it. */
function oscillator(doublings: number, count: number, start: 'silence' | 'zero'): NativeSpec {
  const lstm = { op: 'lstm', name: 'l', input: 'h0', weightInput: 'wi', weightHidden: 'wh', biasInput: 'b' };
  const tanh = (before: string, n: number) => ({
    op: 'activation',
    input: n === 0 ? `c${doublings - 1}` : before,
    kind: 'tanh',
  });
  const tensors = {
    wi: { shape: [4, 1], data: [0, 0, 0, 0] },
    wh: { shape: [4, 1], data: [-9, 9, -9, 9] },
    b: { shape: [4], data: [4, 4, 4, -4] },
  };
  return { start, tensors, ops: ops(count, tanh, [lstm, ...widened('l', doublings)]) };
}

const controls = [{ name: 'drive', minimum: 0, maximum: 1, default: 0.5 }];
const knob = { op: 'control', name: 'k', controls: ['drive'] };
const tanhOf = (input: string) => ({ op: 'activation', input, kind: 'tanh' });

/** A Keras stack of layers of one width. */
function keras(width: number, layers: readonly object[]): Uint8Array {
  const dense = { type: 'dense', shape: [null, null, width], weights: [[new Array(width).fill(1)]] };
  return encodeFile({ in_shape: [null, null, 1], layers: [dense, ...layers] });
}

/** Files of every format that a reader might work on without end, or fill the memory with. */
export const HOSTILE_FILES: readonly HostileFile[] = [
  ...HOSTILE_GRAPHS,
  native('plays', '4000 different functions', () => ({
    ops: ops(4000, (input, n) => ({ op: 'activation', input, kind: 'elu', alpha: 1 + n / 4096 })),
  })),
  native('plays', 'a sum of 4000', () => ({
    ops: ops(
      1,
      () => ({ op: 'add', inputs: Array.from({ length: 4000 }, (_, n) => `r${n}`) }),
      Array.from({ length: 4000 }, (_, n) => ({ op: 'activation', name: `r${n}`, input: 'h0', kind: 'relu' })),
    ),
  })),
  native('limit', 'sums of 4000 wide signals', () => ({
    ops: ops(4, () => ({ op: 'add', inputs: new Array(4000).fill('c11') }), widened('h0', 12)),
  })),
  native('limit', 'tanhs of 4096 channels', () => ({
    ops: ops(60, (before, n) => tanhOf(n === 0 ? 'c11' : before), widened('h0', 12)),
  })),
  native('limit', 'tanhs behind an LSTM that does not rest', () => oscillator(9, 16, 'silence')),
  native('limit', 'the same from zero', () => oscillator(9, 16, 'zero')),
  native('limit', '4000 signals of a control', () => ({
    controls,
    ops: ops(4000, (before, n) => ({ op: 'add', inputs: n === 0 ? ['c11', 'c11'] : [before, before] }), [
      knob,
      ...widened('k', 12),
    ]),
  })),
  native('plays', 'short signals of a control', () => ({
    controls,
    ops: ops(
      4000,
      (before, n) =>
        n === 3999
          ? { op: 'multiply', inputs: ['h0', before] }
          : { op: 'add', inputs: n === 0 ? ['k', 'k'] : [before, before] },
      [knob],
    ),
  })),
  native('limit', 'a tensor of a million axes', () => ({
    ops: ops(0, () => ({})),
    tensors: { t: { shape: new Array(1_000_000).fill(1), data: [1] } },
  })),
  native('malformed', 'a tensor with a name of megabytes', () => ({
    ops: ops(0, () => ({})),
    tensors: { ['t'.repeat(2 ** 22)]: { shape: [2 ** 40, 0, 1], data: [1] } },
  })),
  {
    name: 'json: 400 000 keys',
    fate: 'limit',
    bytes: () =>
      encodeFile({
        architecture: 'x',
        config: Object.fromEntries(Array.from({ length: 400_000 }, (_, n) => [`k${n}`, 0])),
      }),
  },
  {
    name: 'json: 2^16 lists',
    fate: 'limit',
    bytes: () => encodeFile({ architecture: 'x', config: new Array(2 ** 16).fill([]) }),
  },
  {
    name: 'keras: 200 softmaxes of 1000 channels',
    fate: 'limit',
    bytes: () =>
      keras(1000, new Array(200).fill({ type: 'activation', activation: 'softmax', shape: [null, null, 1000] })),
  },
];
