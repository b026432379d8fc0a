import { controlsWithin, type Setup } from '../setup.js';
import { type DemoState, heardSlot } from '../state.js';
import type { Store } from '../store.js';
import type { ModelSlots } from './model-slots.js';
import type { SourceChoice } from './source-choice.js';
import type { ToneControls } from './tone-controls.js';

/** The parts of a session that a setup changes. */
interface SetupTarget {
  readonly store: Store<DemoState>;
  readonly tone: ToneControls;
  readonly models: ModelSlots;
  readonly sources: SourceChoice;
}

/** Applies a setup to a session. Resolves once its models and its sound are in use. */
export async function applySetup({ store, tone, models, sources }: SetupTarget, setup: Setup): Promise<void> {
  tone.setDriveDb(setup.driveDb);
  tone.setMix(setup.mix);
  tone.setOutputMode(setup.outputMode);
  tone.setGateDb(setup.gateDb);
  tone.chooseCabinet(setup.cabinetId);
  if (setup.bypassed !== store.value.bypassed) tone.toggleBypass();
  const model = models.chooseBuiltin(setup.model, 'a');
  await sources.chooseClip(setup.clipId);
  await model;
  if (setup.otherModel !== null && (await models.chooseBuiltin(setup.otherModel, 'b'))) models.setBlend(setup.blend);
  if (setup.levelDb !== null) models.setLevelDb(setup.levelDb);
  const heard = store.value.slots[heardSlot(store.value)];
  const controls = controlsWithin(setup.controls, heard.model?.info.controls ?? []);
  for (const [name, value] of Object.entries(controls)) models.setControl(name, value);
}
