import { type PlaybackStats, readPlaybackStats } from '../../src/controller/devices/playback-stats.js';
import { toBase64 } from '../../src/model/base64.js';
import { sha256Hex } from '../../src/rig/files/sha256.js';
import { createRig, type EmbeddedFile, type Rig, type RigBlock, type RigDocument } from '../../src/rig/index.js';
import { encodeWav } from '../../src/wav/encode-wav.js';
import { seededRandom } from '../../test/support/seeded-random.js';
import { noise } from '../../test/support/signals.js';
import { type Playback, pause } from './playback.js';
import { chord, playLoop, RATE_HZ } from './sound.js';
import { createStepMonitor } from './step-monitor.js';

/** The result of a soak of a rig. */
interface RigReport {
  /** While the rig changes, and before that, while it only plays; null where the browser counts nothing. */
  readonly playback: Playback | null;
  readonly steadyPlayback: Playback | null;
  readonly done: number;
  readonly overtaken: number;
  readonly values: number;
  readonly problems: readonly string[];
  /** Largest step between samples, and the largest while nothing was changed. */
  readonly largestStep: number;
  readonly steadyStep: number;
  readonly notFinite: number;
  /** Share of real time by block, on average. */
  readonly shares: Readonly<Record<string, number>>;
  /** Share of real time of each preset: as estimated before it plays, and as measured while it did. */
  readonly loads: readonly { readonly estimated: number | null; readonly measured: number }[];
}

const MODELS = ['diode-drive', 'triode-crunch'] as const;
const RESPONSE_SECONDS = 0.2;
const CHANGE_SECONDS = 0.4;
/** Time over which steps are measured while nothing changes; longer than the chord is. */
const STEADY_SECONDS = 7;

/**
 * Plays a sound through a rig of five blocks that is reordered, changed to presets, bypassed and adjusted all the time. Without
 * the rig, for comparison, nothing happens.
 */
export async function soakRig(request: { seconds: number; seed: number; withRig: boolean }): Promise<RigReport> {
  const { seconds, seed, withRig } = request;
  const random = seededRandom(seed);
  const context = new AudioContext({ sampleRate: RATE_HZ });
  const source = playLoop(context, chord());
  const monitor = await createStepMonitor(context);
  monitor.node.connect(context.destination);
  const presets = await makePresets();
  const problems: string[] = [];
  const rig = withRig ? await createRig(context, presets[0]) : null;
  source.connect(rig?.node ?? monitor.node);
  rig?.connect(monitor.node);
  rig?.on('fault', ({ reason }) => problems.push(reason));
  rig?.on('blockFault', ({ id, reason }) => problems.push(`${id}: ${reason}`));
  problems.push(...(rig?.info.warnings ?? []));
  const shares = new Map<string, number[]>();
  let sums: number[] = [];
  rig?.on('loads', (loads) => {
    for (const { id, share } of loads) shares.set(id, [...(shares.get(id) ?? []), share]);
    sums.push(loads.reduce((sum, { share }) => sum + share, 0));
  });
  const first = readPlaybackStats(context);
  let steadyStep = 0;
  const loads: RigReport['loads'][number][] = [];
  for (const preset of presets) {
    await rig?.setState(preset);
    sums = [];
    await pause(1000 * STEADY_SECONDS);
    steadyStep = (await monitor.ask()).largestStep;
    if (rig !== null) loads.push({ estimated: rig.info.load, measured: mean(sums) });
  }
  const before = readPlaybackStats(context);
  const outcomes = { done: 0, overtaken: 0 };
  const changes: Promise<void>[] = [];
  let values = 0;
  const endMs = performance.now() + 1000 * seconds;
  while (performance.now() < endMs) {
    if (rig !== null) {
      values += adjust(rig, random);
      const change = startChange(rig, presets, random);
      changes.push(
        change.then(
          (outcome) => void outcomes[outcome]++,
          (error) => void problems.push(String(error)),
        ),
      );
    }
    await pause(1000 * CHANGE_SECONDS * 2 * random());
  }
  await Promise.all(changes);
  await pause(1500);
  const after = readPlaybackStats(context);
  const { largestStep, notFinite } = await monitor.ask();
  rig?.dispose();
  await context.close();
  return {
    playback: between(before, after),
    steadyPlayback: between(first, before),
    ...outcomes,
    values,
    problems,
    largestStep,
    steadyStep,
    notFinite,
    shares: Object.fromEntries([...shares].map(([id, all]) => [id, mean(all)])),
    loads,
  };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** What the browser counted between two readings. */
function between(before: PlaybackStats | null, after: PlaybackStats | null): Playback | null {
  if (before === null || after === null) return null;
  return {
    seconds: after.playedSeconds - before.playedSeconds,
    underruns: after.underrunCount - before.underrunCount,
    underrunSeconds: after.underrunSeconds - before.underrunSeconds,
  };
}

/** Starts one change of the chain. */
function startChange(rig: Rig, presets: readonly RigDocument[], random: () => number) {
  const ids = rig.document.blocks.map(({ id }) => id as string);
  const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)];
  return random() < 0.6
    ? rig.move(pick(ids), { index: Math.floor(random() * ids.length) })
    : rig.setState(pick(presets));
}

/** Sets numbers and bypass at random; returns how many. */
function adjust(rig: Rig, random: () => number): number {
  const has = (id: string) => rig.block(id) !== undefined;
  const gain = () => 6 * (2 * random() - 1);
  if (has('pedal')) rig.set('pedal', { inputDb: gain() });
  if (has('amp')) rig.set('amp', { outputDb: gain() - 6 });
  if (has('eq')) rig.set('eq', { gain2Db: gain() });
  rig.set('output', { gainDb: gain() / 2 - 3 });
  const ids = rig.document.blocks.map(({ id }) => id as string);
  rig.setBypass(ids[Math.floor(random() * ids.length)], random() < 0.4);
  return 5;
}

/** Two presets of a gate, a pedal, an amp, a cabinet and an equalizer, and one with the models on parallel paths. */
async function makePresets(): Promise<RigDocument[]> {
  const files: Record<string, EmbeddedFile> = {};
  const add = async (name: string, bytes: Uint8Array) => {
    const sha256 = await sha256Hex(bytes);
    files[sha256] = { name, base64: toBase64(bytes) };
    return { sha256, name };
  };
  const [drive, crunch] = await Promise.all(
    MODELS.map(async (name) => {
      const response = await fetch(new URL(`../../models/${name}.nam`, import.meta.url));
      return add(name, new Uint8Array(await response.arrayBuffer()));
    }),
  );
  const decay = noise(RESPONSE_SECONDS * RATE_HZ, 3, 0.3).map((x, t) => x * Math.exp((-40 * t) / RATE_HZ));
  const room = await add('response.wav', encodeWav({ channels: [decay], sampleRate: RATE_HZ }, '32f').bytes);
  const gate: RigBlock = { type: 'gate', id: 'gate', thresholdDb: -70 };
  const pedal: RigBlock = { type: 'model', id: 'pedal', model: drive };
  const amp: RigBlock = { type: 'model', id: 'amp', model: crunch };
  const cabinet: RigBlock = { type: 'cabinet', id: 'cabinet', response: room };
  const eq: RigBlock = { type: 'equalizer', id: 'eq', gain1Db: 3, gain3Db: -3 };
  const split: RigBlock = { type: 'split', id: 'both', paths: [[pedal], [amp]] };
  return [
    [gate, pedal, amp, cabinet, eq],
    [gate, eq, pedal, { ...amp, oversampling: 2 } as RigBlock, cabinet],
    [gate, split, cabinet, eq],
  ].map((blocks) => ({ format: 'dilatone-rig', version: 1, blocks, files }));
}
