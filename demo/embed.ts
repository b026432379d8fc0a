import { createDilatone, type Dilatone, loadModel, type Model } from '../src/index.js';
import { LIMIT_DB, modeInputDb, modeOutputDb } from './audio/sound-settings.js';
import { BUILTIN_MODELS } from './builtin-models.js';
import { controlsWithin, setupFromHash } from './setup.js';
import { BUILTIN_SOUNDS } from './sound/builtin-sounds.js';
import { startTheme } from './theme.js';

// A small player, with nothing but Web Audio and Dilatone: an example to start from.

const setup = setupFromHash(location.hash, BUILTIN_MODELS);
const builtin = BUILTIN_MODELS[setup.model];
const sound = BUILTIN_SOUNDS.find(({ id }) => id === setup.clipId) ?? BUILTIN_SOUNDS[0];
const byId = <Kind extends HTMLElement>(id: string) => document.getElementById(id) as Kind;
const playButton = byId<HTMLButtonElement>('play');
const bypassButton = byId<HTMLButtonElement>('bypass');

/** Plays the sound through the model. Call it within a click: browsers start no sound otherwise. */
async function createPlayer(model: Model): Promise<{ context: AudioContext; amp: Dilatone }> {
  const context = new AudioContext({ sampleRate: 48_000 });
  const controls = controlsWithin(setup.controls, model.info.controls);
  const amp = await createDilatone(context, { model, controls, limitDb: LIMIT_DB });
  amp.inputGainDb.value = setup.driveDb + modeInputDb(model.info, setup.outputMode);
  amp.outputGainDb.value = (setup.levelDb ?? builtin.levelDb) + modeOutputDb(model.info, setup.outputMode);
  amp.mix.value = setup.mix;

  const samples = sound.render(context.sampleRate);
  const buffer = new AudioBuffer({ length: samples.length, sampleRate: context.sampleRate });
  buffer.copyToChannel(samples, 0);
  const source = new AudioBufferSourceNode(context, { buffer, loop: true });
  source.connect(amp.node);
  amp.connect(context.destination);
  source.start();
  return { context, amp };
}

/** Loads the model and enables the buttons. */
async function prepare(): Promise<void> {
  const model = await loadModel(new URL(builtin.url, location.href));
  let player: ReturnType<typeof createPlayer> | null = null;
  let playing = false;

  playButton.onclick = async () => {
    player ??= createPlayer(model);
    const { context, amp } = await player;
    playing = !playing;
    await (playing ? context.resume() : context.suspend());
    amp.bypass = bypassButton.ariaPressed === 'false';
    playButton.ariaLabel = playing ? 'Pause' : 'Play';
  };
  bypassButton.onclick = async () => {
    const on = bypassButton.ariaPressed === 'false';
    bypassButton.ariaPressed = String(on);
    bypassButton.textContent = on ? 'Model on' : 'Model off';
    if (player) (await player).amp.bypass = !on;
  };
  playButton.disabled = false;
  bypassButton.disabled = false;
}

startTheme();
byId('model').textContent = builtin.name;
byId('sound').textContent = sound.name;
byId<HTMLAnchorElement>('page').href = `./${location.hash}`;
prepare().catch((error: unknown) => {
  byId('sound').textContent = `The player could not start: ${error instanceof Error ? error.message : error}`;
});
