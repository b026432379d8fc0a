import { createDilatone, loadModel } from '../src/index.js';
import { modeInputDb, modeOutputDb } from './audio/sound-settings.js';
import { BUILTIN_MODELS } from './builtin-models.js';
import { setupFromHash } from './setup.js';
import { BUILTIN_SOUNDS } from './sound/builtin-sounds.js';
import { startTheme } from './theme.js';

// The whole of a small player, with nothing but Web Audio and Dilatone: an example to start from.

const setup = setupFromHash(location.hash, BUILTIN_MODELS);
const builtin = BUILTIN_MODELS[setup.model];
const sound = BUILTIN_SOUNDS.find(({ id }) => id === setup.clipId) ?? BUILTIN_SOUNDS[0];
const byId = <Kind extends HTMLElement>(id: string) => document.getElementById(id) as Kind;
const playButton = byId<HTMLButtonElement>('play');
const bypassButton = byId<HTMLButtonElement>('bypass');

/** Builds the graph; it is silent until the context runs, which browsers allow with the first click. */
async function prepare(): Promise<void> {
  const context = new AudioContext({ sampleRate: 48_000 });
  const model = await loadModel(new URL(builtin.url, location.href));
  const amp = await createDilatone(context, { model, controls: knownControls(model.info.controls) });
  amp.inputGainDb.value = setup.driveDb + modeInputDb(model.info, setup.outputMode);
  amp.outputGainDb.value = setup.levelDb + modeOutputDb(model.info, setup.outputMode);
  amp.mix.value = setup.mix;

  const samples = sound.render(context.sampleRate);
  const buffer = new AudioBuffer({ length: samples.length, sampleRate: context.sampleRate });
  buffer.copyToChannel(samples, 0);
  const source = new AudioBufferSourceNode(context, { buffer, loop: true });
  source.connect(amp.node);
  amp.connect(context.destination);
  source.start();
  await context.suspend();

  playButton.onclick = async () => {
    const play = context.state !== 'running';
    await (play ? context.resume() : context.suspend());
    playButton.ariaLabel = play ? 'Pause' : 'Play';
  };
  bypassButton.onclick = () => {
    amp.bypass = !amp.bypass;
    bypassButton.ariaPressed = String(!amp.bypass);
    bypassButton.textContent = amp.bypass ? 'Model off' : 'Model on';
  };
  playButton.disabled = false;
  bypassButton.disabled = false;
}

/** Of the address's controls, those that the model has, within their ranges. */
function knownControls(controls: readonly { name: string; minimum: number; maximum: number }[]) {
  return Object.fromEntries(
    controls
      .filter(({ name }) => name in setup.controls)
      .map(({ name, minimum, maximum }) => [name, Math.min(maximum, Math.max(minimum, setup.controls[name]))]),
  );
}

startTheme();
byId('model').textContent = builtin.name;
byId('sound').textContent = sound.name;
byId<HTMLAnchorElement>('page').href = `./${location.hash}`;
prepare().catch((error: unknown) => {
  byId('sound').textContent = `The player could not start: ${error instanceof Error ? error.message : error}`;
});
