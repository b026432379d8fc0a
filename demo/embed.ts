import { createRig, memoryFiles, type Rig, type RigDocument } from '../src/rig/index.js';
import { BUILTIN_MODELS } from './builtin-models.js';
import { FIRST_RIG } from './first-rig.js';
import { firstBlock } from './rig-selectors.js';
import { ModelLibrary } from './session/rig/model-library.js';
import { hasRig, rigOf, rigOfSetup } from './session/rig/rig-link.js';
import { playable } from './session/rig/rig-places.js';
import { hasSetup, setupFromHash } from './setup.js';
import { BUILTIN_SOUNDS } from './sound/builtin-sounds.js';
import { startTheme } from './theme.js';

// A small player, with nothing but Web Audio and Dilatone: an example to start from.

const store = memoryFiles();
const setup = setupFromHash(location.hash, BUILTIN_MODELS);
const sound = BUILTIN_SOUNDS.find(({ id }) => id === setup.clipId) ?? BUILTIN_SOUNDS[0];
const byId = <Kind extends HTMLElement>(id: string) => document.getElementById(id) as Kind;
const playButton = byId<HTMLButtonElement>('play');
const bypassButton = byId<HTMLButtonElement>('bypass');

/** The rig in the address; without one, that of the first visit. Rejects with a DilatoneError for a broken link. */
async function readRig(): Promise<RigDocument> {
  const { hash } = location;
  if (hasRig(hash)) return rigOf(hash);
  return hasSetup(hash) ? rigOfSetup(setup, new ModelLibrary(store)) : FIRST_RIG;
}

/** Plays the sound through the rig. Call it within a click: browsers start no sound otherwise. */
async function createPlayer(document: RigDocument): Promise<{ context: AudioContext; rig: Rig }> {
  const context = new AudioContext({ sampleRate: 48_000 });
  const rig = await createRig(context, playable(document), { store });
  const samples = sound.render(context.sampleRate);
  const buffer = new AudioBuffer({ length: samples.length, sampleRate: context.sampleRate });
  buffer.copyToChannel(samples, 0);
  const source = new AudioBufferSourceNode(context, { buffer, loop: true });
  source.connect(rig.node);
  rig.connect(context.destination);
  source.start();
  return { context, rig };
}

/** Reads the rig and enables the buttons. */
async function prepare(): Promise<void> {
  const rigDocument = await readRig();
  const amp = firstBlock(rigDocument, 'model');
  byId('model').textContent = (amp?.type === 'model' && (amp.name ?? amp.model.name)) || 'Dilatone';
  let player: ReturnType<typeof createPlayer> | null = null;
  let playing = false;

  playButton.onclick = async () => {
    player ??= createPlayer(rigDocument);
    const { context, rig } = await player;
    playing = !playing;
    await (playing ? context.resume() : context.suspend());
    rig.bypass = bypassButton.ariaPressed === 'false';
    playButton.ariaLabel = playing ? 'Pause' : 'Play';
  };
  bypassButton.onclick = async () => {
    const on = bypassButton.ariaPressed === 'false';
    bypassButton.ariaPressed = String(on);
    bypassButton.textContent = on ? 'Rig on' : 'Rig off';
    if (player) (await player).rig.bypass = !on;
  };
  playButton.disabled = false;
  bypassButton.disabled = false;
}

startTheme();
byId('sound').textContent = sound.name;
byId<HTMLAnchorElement>('page').href = `./${location.hash}`;
prepare().catch((error: unknown) => {
  byId('sound').textContent = `The player could not start: ${error instanceof Error ? error.message : error}`;
});
