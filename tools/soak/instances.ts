import { createDilatone, type Dilatone } from '../../src/index.js';
import { standard } from './models.js';
import { countUnderruns, type Playback, pause } from './playback.js';
import { chord, playLoop, RATE_HZ } from './sound.js';

/** Gaps and faults while instances played. */
interface InstancesReport {
  /** While they all play and nothing else happens. */
  readonly playing: Playback | null;
  /** While one more is made, plays for a second and is disposed, five times. */
  readonly changing: Playback | null;
  readonly faults: readonly string[];
}

/** Plays one sound through `instances` nodes at a time; for comparison, 0 plays it without a node. */
export async function soakInstances({
  instances,
  seconds,
}: {
  instances: number;
  seconds: number;
}): Promise<InstancesReport> {
  const context = new AudioContext({ sampleRate: RATE_HZ });
  const source = playLoop(context, chord());
  const quiet = new GainNode(context, { gain: 1 / Math.max(1, instances) });
  quiet.connect(context.destination);
  const model = standard();
  const faults: string[] = [];
  const add = async (): Promise<Dilatone> => {
    const dilatone = await createDilatone(context, { model });
    dilatone.on('fault', ({ reason }) => faults.push(reason));
    source.connect(dilatone.node);
    dilatone.connect(quiet);
    return dilatone;
  };
  if (instances === 0) source.connect(quiet);
  for (let i = 0; i < instances; i++) await add();
  await pause(2000);
  const playing = await countUnderruns(context, () => pause(1000 * seconds));
  const changing = await countUnderruns(context, async () => {
    for (let turn = 0; turn < 5; turn++) {
      const more = instances === 0 ? null : await add();
      await pause(1000);
      if (more !== null) source.disconnect(more.node as AudioNode);
      more?.dispose();
      await pause(500);
    }
  });
  await context.close();
  return { playing, changing, faults };
}
