import { OnnxGraph } from '../../../bench/onnx/onnx-graph.js';
import type { Random } from './random.js';

/** A value of the graph, by what its maker intended. */
interface Signal {
  readonly name: string;
  readonly channels: number;
}

const LENGTHS = [2, 3, 5, 12, 31, 64, 300, 2000];

/** Sizes as files may claim them. */
const SIZES = [0, 1, 2, 3, 5, 16, 1000, 1024, 1025, 2 ** 16, 2 ** 31, 2 ** 40, 2 ** 53];

/** Channels of a signal that is used further. */
const MOST_CHANNELS = 5000;

/** An ONNX graph of random operators on signals and on constants: shared, repeated, in fans, with hostile sizes among them. */
export function randomOnnx(random: Random): Uint8Array {
  const graph = new OnnxGraph();
  const channels = random.integer(1, 3);
  const signals: Signal[] = [{ name: graph.input('x', [1, channels, random.pick([64, 0])]), channels }];
  const constants: string[] = [graph.integers(1, 2, 3), graph.scalar(0.5)];
  const steps = random.integer(1, 16);
  for (let n = 0; n < steps; n++) {
    if (random.chance(0.25)) constants.push(onConstants(graph, random, constants));
    else signals.push(onSignal(graph, random, signals, constants));
  }
  const { name, channels: width } = random.chance(0.95) ? signals[signals.length - 1] : random.pick(signals);
  graph.output(name, [1, width, 64]);
  return graph.encode();
}

const ACTIVATIONS = [
  'Relu',
  'Sigmoid',
  'Tanh',
  'LeakyRelu',
  'Elu',
  'Softsign',
  'HardSwish',
  'Exp',
  'Identity',
  'Softplus',
];

function onSignal(graph: OnnxGraph, random: Random, signals: readonly Signal[], constants: readonly string[]): Signal {
  const last = signals[signals.length - 1];
  // Stacks of stacks would soon be wider than anything can be made for.
  const x =
    last.channels <= MOST_CHANNELS && random.chance(0.7)
      ? last
      : random.pick(signals.filter(({ channels }) => channels <= MOST_CHANNELS));
  const alike = signals.filter(({ channels }) => channels === x.channels);
  const scale = random.chance(0.1) ? 10 ** random.pick([-30, 6, 20, 30, 38]) : 0.7;
  switch (random.integer(0, 11)) {
    case 0:
    case 1: {
      const [outChannels, taps] = [random.integer(1, 6), random.integer(1, 4)];
      const dilation = random.pick([1, 2, 7]);
      const weight = graph.floats(
        random.numbers(outChannels * x.channels * taps, scale),
        outChannels,
        x.channels,
        taps,
      );
      const pads = [random.chance(0.9) ? (taps - 1) * dilation : random.integer(0, 5), 0];
      const inputs = random.chance(0.5)
        ? [x.name, weight]
        : [x.name, weight, graph.floats(random.numbers(outChannels, 0.3), outChannels)];
      return { name: graph.node('Conv', inputs, { dilations: [dilation], pads }), channels: outChannels };
    }
    case 2:
      return { ...x, name: graph.node(random.pick(ACTIVATIONS), [x.name]) };
    case 3:
      return { ...x, name: graph.node(random.pick(['Add', 'Mul', 'Sub', 'Div']), [x.name, random.pick(alike).name]) };
    case 4: {
      const other = random.chance(0.5)
        ? random.pick(constants)
        : graph.floats(random.numbers(x.channels, scale), x.channels, 1);
      const inputs = random.chance(0.5) ? [x.name, other] : [other, x.name];
      return { ...x, name: graph.node(random.pick(['Add', 'Mul', 'Sub', 'Div']), inputs) };
    }
    case 5: {
      const type = random.pick(['Add', 'Add', 'Mul', 'Sub']);
      let { name } = x;
      for (let n = random.pick(LENGTHS); n > 0; n--) name = graph.node(type, [name, name]);
      return { ...x, name };
    }
    case 6: {
      const count = random.pick(LENGTHS);
      const parts = Array.from({ length: count }, () => (random.chance(0.9) ? x : random.pick(signals)));
      const channels = parts.reduce((sum, part) => sum + part.channels, 0);
      return {
        name: graph.node(
          'Concat',
          parts.map(({ name }) => name),
          { axis: 1 },
        ),
        channels,
      };
    }
    case 7: {
      const start = random.integer(0, x.channels - 1);
      const end = random.chance(0.9) ? random.integer(start + 1, x.channels) : random.pick(SIZES);
      const bounds = [graph.integers(start), graph.integers(end), graph.integers(random.chance(0.9) ? 1 : -1)];
      const channels = Math.max(Math.min(end, x.channels) - start, 0);
      return { name: graph.node('Slice', [x.name, ...bounds]), channels };
    }
    case 8: {
      const before = random.pick([0, 1, 4, random.pick(SIZES)]);
      return { ...x, name: graph.node('Pad', [x.name, graph.integers(0, 0, before, 0, 0, 0)]) };
    }
    case 9: {
      const norm = [0, 1, 2, 3].map(() => graph.floats(random.numbers(x.channels, scale).map(Math.abs), x.channels));
      return { ...x, name: graph.node('BatchNormalization', [x.name, ...norm], { epsilon: { float: 1e-5 } }) };
    }
    case 10: {
      const turned = graph.node('Transpose', [x.name], { perm: [0, 2, 1] });
      const columns = random.integer(1, 5);
      const weight = graph.floats(random.numbers(x.channels * columns, scale), x.channels, columns);
      const product = graph.node('MatMul', [turned, weight]);
      return { name: graph.node('Transpose', [product], { perm: [0, 2, 1] }), channels: columns };
    }
    default: {
      const parts = random.pick([1, 2, x.channels]);
      const [name] = graph.nodes('Split', parts, [x.name], { axis: 1 });
      return { name, channels: Math.ceil(x.channels / parts) };
    }
  }
}

/** An operator on constants, the last one included, so that they grow. */
function onConstants(graph: OnnxGraph, random: Random, constants: readonly string[]): string {
  const last = constants[constants.length - 1];
  const some = () => (random.chance(0.7) ? last : random.pick(constants));
  const sizes = () => graph.integers(...Array.from({ length: random.integer(0, 3) }, () => random.pick(SIZES)));
  switch (random.integer(0, 10)) {
    case 0: {
      let name = last;
      for (let n = random.pick(LENGTHS); n > 0; n--)
        name = graph.node(random.pick(['Concat', 'Add']), [name, name], { axis: 0 });
      return name;
    }
    case 1:
      return graph.node('ConstantOfShape', [random.chance(0.7) ? graph.integers(random.pick(SIZES)) : some()]);
    case 2:
      return graph.node('Gather', [some(), some()], { axis: random.integer(0, 1) });
    case 3:
      return graph.node('Concat', Array.from({ length: random.pick([1, 2, 40, 1000]) }, some), { axis: 0 });
    case 4:
      return graph.node('Reshape', [some(), random.chance(0.5) ? graph.integers(-1, random.integer(0, 4)) : sizes()]);
    case 5: {
      const zero = graph.integers(0);
      return graph.node('Slice', [
        some(),
        zero,
        graph.integers(random.pick(SIZES)),
        zero,
        graph.integers(random.pick([1, -1, 2])),
      ]);
    }
    case 6:
      return graph.floats(new Float32Array(0), random.pick(SIZES), 0);
    case 7:
      return graph.node(random.pick(['Add', 'Sub', 'Mul', 'Div']), [some(), some()]);
    case 8:
      return graph.node(random.pick(['Neg', 'Transpose', 'Identity', 'Cast']), [some()], { to: 7 });
    case 9:
      return graph.integers(...Array.from({ length: random.pick([0, 1, 1024, 1025]) }, () => random.pick(SIZES)));
    default:
      return graph.node(random.pick(['Squeeze', 'Unsqueeze', 'Shape']), [some(), graph.integers(0)]);
  }
}
