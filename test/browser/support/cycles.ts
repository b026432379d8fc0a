import type { Program } from '../../../src/compiler/program.js';
import { createDilatone, type Dilatone, type Model, type WorkletHost } from '../../../src/index.js';
import type { PathSource } from '../../../src/live/protocol.js';
import { toBase64 } from '../../../src/model/base64.js';
import { sha256Hex } from '../../../src/rig/files/sha256.js';
import { createRig, type RigDocument } from '../../../src/rig/index.js';
import { createMemoryProbe } from './memory-probe.js';
import { feather, modelFile, nano } from './models.js';

/** What is alive, in the page and in the audio thread, of what was made. */
export interface Living {
  readonly programs: number;
  readonly nodes: number;
  /** Memories of instances in the audio thread. */
  readonly memories: number;
}

/** What to do, over and over. */
interface CycleOptions {
  readonly cycles: number;
  /** Holds on to one Program in each cycle, to see whether that would be found. */
  readonly leak?: boolean;
}

const leaked: Program[] = [];

/** Collects garbage; only where Chromium runs with `--js-flags=--expose-gc`. */
declare const gc: () => void;

/** Sees all that is made in a context, and counts what is left of it. */
async function watchContext(context: AudioContext, leak: boolean) {
  const programs = new Set<WeakRef<Program>>();
  const nodes = new Set<WeakRef<AudioWorkletNode>>();
  const countMemories = await createMemoryProbe(context);
  const host: WorkletHost = {
    addModule: (url) => context.audioWorklet.addModule(url),
    createNode: (name, options) => {
      const node = new AudioWorkletNode(context, name, options);
      nodes.add(new WeakRef(node));
      note(options.processorOptions.source);
      const post = node.port.postMessage.bind(node.port);
      node.port.postMessage = (message: { source?: PathSource }) => {
        if (message.source) note(message.source);
        post(message);
      };
      return node;
    },
  };
  function note(source: PathSource): void {
    for (const program of programsIn(source)) {
      programs.add(new WeakRef(program));
      if (leak) leaked.push(program);
    }
  }
  const count = async (): Promise<Living> => {
    const memories = await countMemories();
    // What was made or asked for in this turn of the event loop stays until its end.
    for (let turn = 0; turn < 5; turn++) {
      await new Promise((resolve) => setTimeout(resolve, 20));
      gc();
    }
    const alive = (refs: Set<WeakRef<object>>) => [...refs].filter((ref) => ref.deref() !== undefined).length;
    return { programs: alive(programs), nodes: alive(nodes), memories };
  };
  return { host, count };
}

/** The programs in what a processor gets: those of the blocks in series, if it is a rig. */
function programsIn(source: PathSource): Program[] {
  switch (source.kind) {
    case 'module':
    case 'bytes':
      return [source.program];
    case 'rig':
      return source.blocks.flatMap((block) => (block.kind === 'engine' ? programsIn(block.source) : []));
    default:
      return [];
  }
}

/** Models that are read anew each time, so that each has a Program of its own. */
const freshModel = (cycle: number): Model => (cycle % 2 === 0 ? nano() : feather());

/** Makes nodes, connects and disposes them; tells what is left of them. */
export async function createAndDispose({ cycles, leak = false }: CycleOptions): Promise<Living> {
  const context = new AudioContext();
  const { host, count } = await watchContext(context, leak);
  for (let cycle = 0; cycle < cycles; cycle++) {
    const dilatone = await createDilatone(context, { model: freshModel(cycle), host });
    dilatone.connect(context.destination);
    dilatone.dispose();
  }
  const living = await count();
  await context.close();
  leaked.length = 0;
  return living;
}

/** Changes the models of one node; tells what is left of them beside the last. */
export async function swapModels({ cycles, leak = false }: CycleOptions): Promise<Living> {
  const context = new AudioContext();
  const { host, count } = await watchContext(context, leak);
  const dilatone: Dilatone = await createDilatone(context, { model: freshModel(0), host });
  dilatone.connect(context.destination);
  for (let cycle = 1; cycle <= cycles; cycle++) await dilatone.setModel(freshModel(cycle), { crossfadeSeconds: 0 });
  const living = await count();
  dilatone.dispose();
  await context.close();
  leaked.length = 0;
  return living;
}

/** Makes rigs of two models, changes and disposes them; tells what is left of them. */
export async function createAndDisposeRigs({ cycles }: CycleOptions): Promise<Living> {
  const context = new AudioContext();
  const { host, count } = await watchContext(context, false);
  const [first, second] = [await rigOf('nano'), await rigOf('feather')];
  for (let cycle = 0; cycle < cycles; cycle++) {
    const rig = await createRig(context, first, { host });
    rig.connect(context.destination);
    await rig.setState(second, { crossfadeSeconds: 0 });
    rig.dispose();
  }
  const living = await count();
  await context.close();
  return living;
}

async function rigOf(shape: 'nano' | 'feather'): Promise<Partial<RigDocument>> {
  const bytes = new Uint8Array(await modelFile(shape).arrayBuffer());
  const sha256 = await sha256Hex(bytes);
  const blocks = ['one', 'two'].map((id) => ({ type: 'model', id, model: { sha256 } }) as const);
  return { blocks, files: { [sha256]: { name: shape, base64: toBase64(bytes) } } };
}
