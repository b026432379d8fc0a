import { writeNative } from '../../../src/formats/native/write-native.js';
import { randomNetwork } from '../random-network.js';
import { type NativeFile, putTogether, takeApart } from './native-file.js';
import type { Random } from './random.js';

/** An op of a description, unchecked. */
interface OpJson extends Record<string, unknown> {
  name: string;
  op: string;
}

/** How often a signal is added to itself, or how many inputs an op gets: harmless, telling and beyond what is allowed. */
const LENGTHS = [2, 3, 5, 12, 31, 64, 300, 2000];

/** A native file of a random network whose graph or weights were changed. */
export function nativeGraphFile(random: Random): Uint8Array {
  const network = randomNetwork(random.integer(0, 1e6), {
    recurrent: random.chance(0.2),
    start: random.pick(['silence', 'zero']),
  });
  // Files know no fast gates.
  const ops = network.ops.map((op) => (op.kind === 'lstm' ? { ...op, gates: 'exact' as const } : op));
  const file = takeApart(writeNative({ ...network, ops }, { architecture: 'Random', controls: [], metadata: {} }));
  const changes = random.integer(1, 3);
  for (let n = 0; n < changes; n++) random.pick(CHANGES)(file, random);
  return putTogether(file);
}

const CHANGES = [redirect, redirect, chain, chain, fan, repeat, scaleWeights, scaleWeights, spoilWeights];

/** An input becomes another signal, often an earlier one: it is shared, or a loop. */
function redirect(file: NativeFile, random: Random): void {
  const ops = opsOf(file);
  const op = random.pick(ops);
  const { name } = random.chance(0.8) ? random.pick(ops.slice(0, ops.indexOf(op) + 1)) : random.pick(ops);
  if (Array.isArray(op.inputs)) op.inputs[random.integer(0, op.inputs.length - 1)] = name;
  else if ('input' in op) op.input = name;
}

/** Behind a signal: h = op(h, h), again and again. */
function chain(file: NativeFile, random: Random): void {
  const ops = opsOf(file);
  const at = random.integer(0, ops.length - 1);
  const kind = random.pick(['add', 'add', 'multiply', 'concat']);
  const length = random.pick(kind === 'concat' ? [2, 5, 12, 31] : LENGTHS);
  const halve = random.chance(0.5);
  let { name } = ops[at];
  const added: OpJson[] = [];
  for (let n = 0; n < length; n++) {
    added.push({ op: kind, name: `chain${ops.length}.${n}`, inputs: [name, name] });
    ({ name } = added[added.length - 1]);
    if (!halve) continue;
    added.push({
      op: 'activation',
      kind: random.pick(['hardTanh', 'tanh', 'relu']),
      name: `${name}.bent`,
      input: name,
    });
    ({ name } = added[added.length - 1]);
  }
  ops.splice(at + 1, 0, ...added);
  const { description } = file.json;
  if (description.output === ops[at].name || random.chance(0.5)) description.output = name;
}

/** A sum, product or stack of very many inputs. */
function fan(file: NativeFile, random: Random): void {
  const ops = opsOf(file);
  const length = random.pick(LENGTHS);
  const source = random.pick(ops).name;
  const inputs = Array.from({ length }, () => (random.chance(0.9) ? source : random.pick(ops).name));
  const name = `fan${ops.length}`;
  ops.push({ op: random.pick(['add', 'multiply', 'concat']), name, inputs });
  file.json.description.output = name;
}

/** An op once more, which reads what the op itself made where widths allow. */
function repeat(file: NativeFile, random: Random): void {
  const ops = opsOf(file);
  const op = random.pick(ops);
  const copy = { ...structuredClone(op), name: `${op.name}.${ops.length}` };
  if ('input' in copy) copy.input = op.name;
  ops.push(copy);
  file.json.description.output = copy.name;
}

/** A run of weights becomes huge or tiny. */
function scaleWeights({ data }: NativeFile, random: Random): void {
  const factor = 10 ** random.pick([-44, -38, -20, -6, 3, 6, 12, 20, 30, 38]);
  eachFloat(data, random, (value) => Math.max(-3e38, Math.min(value * factor, 3e38)));
}

/** A run of weights becomes something that is hardly a weight. */
function spoilWeights({ data }: NativeFile, random: Random): void {
  const value = random.pick([0, -0, 3.4e38, -3.4e38, 1e-45, 1, random.chance(0.2) ? Number.NaN : 2]);
  eachFloat(data, random, () => value);
}

function eachFloat(data: Uint8Array, random: Random, change: (value: number) => number): void {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  const count = data.byteLength >> 2;
  if (count === 0) return;
  const start = random.integer(0, count - 1);
  const end = Math.min(count, start + random.pick([1, 10, count]));
  for (let n = start; n < end; n++) view.setFloat32(4 * n, change(view.getFloat32(4 * n, true)), true);
}

function opsOf({ json }: NativeFile): OpJson[] {
  return json.description.ops as OpJson[];
}
