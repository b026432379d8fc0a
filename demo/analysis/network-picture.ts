import type { Network } from '../../src/index.js';

type Op = Network['ops'][number];
type Conv1dOp = Extract<Op, { kind: 'conv1d' }>;
/** Index into the network's ops. */
type SignalId = number;

/** A convolution that looks back in time, as the network view draws it. */
export interface LayerPicture {
  readonly signal: SignalId;
  /** The signal that the layer looks back on. */
  readonly input: SignalId;
  readonly kernelSize: number;
  readonly dilation: number;
  readonly lookbackFrames: number;
  readonly inChannels: number;
  readonly outChannels: number;
  /** Share of the network's multiply-adds, 0 … 1, with the 1×1 convolutions that follow it. */
  readonly share: number;
  /** Frames back from the output frame up to which this layer's output is still needed, along the longest path. */
  readonly reachFrames: number;
  /** Input frames that its output hears, along the longest path, and how many it would hear if no layer were dilated. */
  readonly heardFrames: number;
  readonly plainFrames: number;
  /** A convolution behind the last function: what `.nam` files call the head. It looks back but is not counted as a layer. */
  readonly isHead: boolean;
  /** Strength of each tap relative to the strongest, 0 … 1; the tap of the current frame first. */
  readonly tapStrengths: readonly number[];
}

/** Consecutive layers of equal width, the one next to the output first: what a `.nam` file calls a layer array. */
interface BandPicture {
  readonly channels: number;
  readonly layers: readonly LayerPicture[];
}

/** Everything that is drawn of a network; the band next to the output comes first. */
export interface NetworkPicture {
  readonly bands: readonly BandPicture[];
  readonly receptiveField: number;
  /** What it would be if no layer were dilated. */
  readonly plainReceptiveField: number;
  readonly sampleRate: number;
}

/** Number of layers, wherever the page tells it: convolutions that look back, heads left out. */
export function countLayers({ bands }: Pick<NetworkPicture, 'bands'>): number {
  return bands.reduce((sum, { layers }) => sum + layers.filter(({ isHead }) => !isHead).length, 0);
}

/** Number of a layer, counted from the input; null for a head. */
export function numberOfLayer({ bands }: Pick<NetworkPicture, 'bands'>, layer: LayerPicture): number | null {
  if (layer.isHead) return null;
  const layers = bands.flatMap((band) => band.layers).filter(({ isHead }) => !isHead);
  return layers.length - layers.indexOf(layer);
}

/** Reads the picture from the graph: every convolution with a kernel longer than 1 that reaches the output is a layer. */
export function pictureOf(network: Network): NetworkPicture {
  const reach = reachToOutput(network);
  const heads = headsOf(network, reach);
  const heard = framesHeard(network, ({ dilation }) => dilation);
  const plain = framesHeard(network, () => 1);
  const work = workPerLayer(network, reach);
  const totalWork = [...work.values()].reduce((sum, macs) => sum + macs, 0);
  const bands: { channels: number; layers: LayerPicture[] }[] = [];
  for (let signal = network.ops.length - 1; signal >= 0; signal--) {
    const op = network.ops[signal];
    const reachFrames = reach[signal];
    if (!isLayer(op) || reachFrames === null) continue;
    const inChannels = network.channels[op.input];
    if (bands.at(-1)?.channels !== inChannels) bands.push({ channels: inChannels, layers: [] });
    bands.at(-1)!.layers.push({
      signal,
      input: op.input,
      kernelSize: op.kernelSize,
      dilation: op.dilation,
      lookbackFrames: (op.kernelSize - 1) * op.dilation,
      inChannels,
      outChannels: op.outChannels,
      share: (work.get(signal) ?? 0) / totalWork,
      reachFrames,
      heardFrames: heard[signal],
      plainFrames: plain[signal],
      isHead: heads.has(signal),
      tapStrengths: tapStrengths(op),
    });
  }
  return {
    bands,
    receptiveField: 1 + (reach[0] ?? 0),
    plainReceptiveField: plain[network.output],
    sampleRate: network.sampleRate,
  };
}

function isLayer(op: Op): op is Conv1dOp {
  return op.kind === 'conv1d' && op.kernelSize > 1;
}

function inputsOf(op: Op): readonly SignalId[] {
  if (op.kind === 'input') return [];
  return 'inputs' in op ? op.inputs : [op.input];
}

/** Frames of lookback from each signal to the output, along the longest path; null where none leads there. */
function reachToOutput(network: Network): readonly (number | null)[] {
  const reach = network.ops.map((): number | null => null);
  reach[network.output] = 0;
  for (let id = network.ops.length - 1; id >= 0; id--) {
    const frames = reach[id];
    if (frames === null) continue;
    const op = network.ops[id];
    const lookback = op.kind === 'conv1d' ? (op.kernelSize - 1) * op.dilation : 0;
    for (const input of inputsOf(op)) reach[input] = Math.max(reach[input] ?? 0, frames + lookback);
  }
  return reach;
}

/** Input frames that each signal hears, itself included, along the longest path. */
function framesHeard({ ops }: Network, dilationOf: (op: Conv1dOp) => number): readonly number[] {
  const frames: number[] = [];
  for (const op of ops) {
    const before = Math.max(1, ...inputsOf(op).map((input) => frames[input]));
    frames.push(before + (op.kind === 'conv1d' ? (op.kernelSize - 1) * dilationOf(op) : 0));
  }
  return frames;
}

/** Layers behind which nothing but sums and convolutions follows, unless the whole network is of that kind. */
function headsOf(network: Network, reach: readonly (number | null)[]): ReadonlySet<SignalId> {
  const isShaped = new Array<boolean>(network.ops.length).fill(false);
  const heads = new Set<SignalId>();
  let layers = 0;
  for (let id = network.ops.length - 1; id >= 0; id--) {
    if (reach[id] === null) continue;
    const op = network.ops[id];
    const shapes = isShaped[id] || !['input', 'conv1d', 'add', 'slice', 'concat'].includes(op.kind);
    for (const input of inputsOf(op)) isShaped[input] ||= shapes;
    if (!isLayer(op)) continue;
    if (isShaped[id]) layers++;
    else heads.add(id);
  }
  return layers > 0 ? heads : new Set();
}

/**
 * Multiply-adds per frame of each layer. A 1×1 convolution counts for the layer before it; those before the first layer
 * count for the first.
 */
function workPerLayer(network: Network, reach: readonly (number | null)[]): Map<SignalId, number> {
  const work = new Map<SignalId, number>();
  let layer = network.ops.findIndex((op, id) => isLayer(op) && reach[id] !== null);
  network.ops.forEach((op, id) => {
    if (op.kind !== 'conv1d' || reach[id] === null) return;
    if (isLayer(op)) layer = id;
    work.set(layer, (work.get(layer) ?? 0) + op.weight.length);
  });
  return work;
}

function tapStrengths(op: Conv1dOp): number[] {
  const energies = new Array<number>(op.kernelSize).fill(0);
  op.weight.forEach((weight, index) => {
    energies[op.kernelSize - 1 - (index % op.kernelSize)] += weight * weight;
  });
  const strongest = Math.max(...energies);
  return energies.map((energy) => (strongest > 0 ? Math.sqrt(energy / strongest) : 0));
}
